/// An estimate with its interval on an axis 200 wide, and a mark where the target or zero is.
struct IntervalView: Sendable, Decodable {
    let lowX: String
    let midX: String
    let highX: String
    var markX: String?
    let tone: Tone
    /// The interval in words, for those who do not see it.
    let plotLabel: String
}

extension IntervalView {
    /// Places `estimate` and its interval on `axis`; what lies outside the axis stops at its end.
    init(
        estimate: Double, low: Double, high: Double, mark: Double?, axis: ClosedRange<Double>, tone: Tone, label: String
    ) {
        let length = axis.upperBound - axis.lowerBound
        let place = { (value: Double) in
            length > 0 ? 200 * min(max((value - axis.lowerBound) / length, 0), 1) : 100
        }
        lowX = PlotNumber.text(place(low))
        midX = PlotNumber.text(place(estimate) - 1.5)
        highX = PlotNumber.text(place(high))
        markX = mark.map { PlotNumber.text(place($0)) }
        self.tone = tone
        plotLabel = label
    }
}
