/// One feature's contribution as a bar from the middle of a picture 200 wide.
struct ContributionBar: Sendable, Decodable {
    let feature: String
    let featureValue: String
    let direction: Direction
    let x: String
    let width: String
    let amount: String

    /// Toward the explained class or away from it.
    enum Direction: String, Sendable, Decodable { case up, down }

    /// The bars of an explanation, longest first, scaled to the longest.
    static func bars(_ contributions: [(feature: String, value: String, margin: Double)]) -> [ContributionBar] {
        let longest = contributions.map { abs($0.margin) }.max() ?? 0
        let sorted = contributions.sorted { abs($0.margin) > abs($1.margin) }
        return sorted.map { one in
            let width = longest > 0 ? 96 * abs(one.margin) / longest : 0
            let up = one.margin >= 0
            return ContributionBar(
                feature: one.feature, featureValue: one.value, direction: up ? .up : .down,
                x: PlotNumber.text(up ? 100 : 100 - width), width: PlotNumber.text(width),
                amount: (up ? "+" : "−") + PlotNumber.text(abs(one.margin), decimals: 2))
        }
    }
}
