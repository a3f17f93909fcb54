import TandemTabular

/// How far groups lie apart under one model, from counts of truth × prediction in each group.
struct GroupGaps {
    /// What is compared between groups.
    enum Metric: String, CaseIterable {
        /// The share predicted right.
        case accuracy
        /// The share predicted positive.
        case demographicParity = "demographic_parity"
        /// Of the truly positive, the share predicted so.
        case equalOpportunity = "equal_opportunity"
        /// The wider of the gaps in true and in false positive rates.
        case equalizedOdds = "equalized_odds"
        /// 1 − smallest ÷ largest share predicted positive.
        case disparateImpact = "disparate_impact"
    }

    let labelCount: Int
    let positive: Int?
    let groups: [[Int]]

    /// All groups' counts in a row.
    var flat: [Int] { groups.flatMap { $0 } }

    /// The same groups with other counts.
    func with(_ flat: ArraySlice<Int>) -> GroupGaps {
        let size = labelCount * labelCount
        return GroupGaps(
            labelCount: labelCount, positive: positive,
            groups: groups.indices.map {
                Array(flat[(flat.startIndex + $0 * size)..<(flat.startIndex + ($0 + 1) * size)])
            })
    }

    /// The widest gap; nil with fewer than two groups in which the rate is defined, or without a positive label.
    func gap(_ metric: Metric) -> Double? {
        switch metric {
        case .accuracy: return spread { group in (correct(group), group.reduce(0, +)) }
        case .demographicParity: return positive.flatMap { positive in spread { selected($0, positive) } }
        case .equalOpportunity: return positive.flatMap { positive in spread { truePositives($0, positive) } }
        case .equalizedOdds:
            guard let positive else { return nil }
            let gaps = [spread { truePositives($0, positive) }, spread { falsePositives($0, positive) }]
            return gaps.compactMap { $0 }.max()
        case .disparateImpact:
            guard let positive else { return nil }
            let rates = rates { selected($0, positive) }
            guard rates.count > 1, let least = rates.min(), let most = rates.max(), most > 0 else { return nil }
            return 1 - least / most
        }
    }

    /// Every gap that is defined.
    var json: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: Metric.allCases.compactMap { metric in
                    gap(metric).map { (metric.rawValue, .number($0)) }
                }))
    }

    private typealias Part = (part: Int, whole: Int)

    private func rates(_ rate: ([Int]) -> Part) -> [Double] {
        groups.map(rate).filter { $0.whole > 0 }.map { Double($0.part) / Double($0.whole) }
    }

    private func spread(_ rate: ([Int]) -> Part) -> Double? {
        let rates = rates(rate)
        guard rates.count > 1, let least = rates.min(), let most = rates.max() else { return nil }
        return most - least
    }

    private func correct(_ group: [Int]) -> Int { (0..<labelCount).reduce(0) { $0 + group[$1 * labelCount + $1] } }

    private func selected(_ group: [Int], _ positive: Int) -> Part {
        ((0..<labelCount).reduce(0) { $0 + group[$1 * labelCount + positive] }, group.reduce(0, +))
    }

    private func truePositives(_ group: [Int], _ positive: Int) -> Part {
        let row = group[(positive * labelCount)..<((positive + 1) * labelCount)]
        return (group[positive * labelCount + positive], row.reduce(0, +))
    }

    private func falsePositives(_ group: [Int], _ positive: Int) -> Part {
        let hits = truePositives(group, positive)
        let all = selected(group, positive)
        return (all.part - hits.part, all.whole - hits.whole)
    }
}
