import TandemStatistics

/// Two models judged on the same frozen labels, as counts of cells (truth, first's label, second's label).
///
/// Where the events carry the pairs, cells are joint and an interval is the paired bootstrap's; for very large sets they
/// carry counts only, and the two models are drawn apart, which gives a wider interval.
struct JudgmentPair {
    /// A figure of merit.
    enum Metric { case accuracy, f1 }

    /// 100·(after − before) ÷ before.
    struct Gain {
        let before: Double
        let after: Double
        let interval: Estimate?

        var value: Double { 100 * (after - before) / before }
    }

    private struct Cell {
        let truth: Int
        /// The label given by the first and by the second model; −1 in cells of the other alone.
        let first: Int
        let second: Int
    }

    let isPaired: Bool
    private let cells: [Cell]
    private let counts: [Int]
    private let n: Int
    private let labelCount: Int
    private let positive: Int?

    init(_ first: Judgment, _ second: Judgment) {
        n = second.n
        labelCount = second.labelCount
        positive = second.positive
        isPaired = !first.truth.isEmpty && first.truth == second.truth && first.labelCount == second.labelCount
        var found: [[Int]: Int] = [:]
        if isPaired {
            for (item, truth) in first.truth.enumerated() {
                found[[truth, first.predicted[item], second.predicted[item]], default: 0] += 1
            }
        } else {
            for (place, count) in first.counts.enumerated() where count > 0 {
                found[[place / first.labelCount, place % first.labelCount, -1]] = count
            }
            for (place, count) in second.counts.enumerated() where count > 0 {
                found[[place / labelCount, -1, place % labelCount]] = count
            }
        }
        let sorted = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        cells = sorted.map { Cell(truth: $0.key[0], first: $0.key[1], second: $0.key[2]) }
        counts = sorted.map(\.value)
    }

    /// McNemar's test; nil without pairs.
    var mcNemar: McNemar? {
        guard isPaired else { return nil }
        let both = zip(cells, counts)
        return McNemar(
            onlyFirst: both.reduce(0) { $0 + ($1.0.first == $1.0.truth && $1.0.second != $1.0.truth ? $1.1 : 0) },
            onlySecond: both.reduce(0) { $0 + ($1.0.first != $1.0.truth && $1.0.second == $1.0.truth ? $1.1 : 0) })
    }

    /// The relative gain of the second over the first; nil when undefined.
    func gain(_ metric: Metric, _ draws: Draws) -> Gain? {
        guard let before = value(metric, counts, \.first), let after = value(metric, counts, \.second), before > 0
        else {
            return nil
        }
        let found = draws.counts(counts) { drawn in
            guard let before = value(metric, drawn, \.first), let after = value(metric, drawn, \.second), before > 0
            else {
                return nil
            }
            return 100 * (after - before) / before
        }
        let interval = found.map {
            Estimate(
                value: $0.value, lower: $0.lower, upper: $0.upper, n: n, confidence: $0.confidence, method: $0.method)
        }
        return Gain(before: before, after: after, interval: interval)
    }

    /// F1 is the positive label's, or the mean over labels that are seen or given when the project names none.
    private func value(_ metric: Metric, _ counts: [Int], _ label: KeyPath<Cell, Int>) -> Double? {
        var hits = [Int](repeating: 0, count: labelCount)
        var touched = [Int](repeating: 0, count: labelCount)
        var correct = 0
        var n = 0
        for (cell, count) in zip(cells, counts) where count > 0 && cell[keyPath: label] >= 0 {
            let given = cell[keyPath: label]
            n += count
            touched[cell.truth] += count
            touched[given] += count
            guard given == cell.truth else { continue }
            correct += count
            hits[given] += count
        }
        guard n > 0 else { return nil }
        if metric == .accuracy { return Double(correct) / Double(n) }
        func f1(_ label: Int) -> Double? {
            touched[label] == 0 ? nil : Double(2 * hits[label]) / Double(touched[label])
        }
        if let positive { return f1(positive) }
        let scores = (0..<labelCount).compactMap(f1)
        return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
    }
}
