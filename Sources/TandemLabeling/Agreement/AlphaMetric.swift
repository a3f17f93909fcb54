/// The differences between labels that Krippendorff's α weighs disagreement by, prepared once for many replicates.
///
/// Squared differences of numbers add up from Σx and Σx²; ordinal ones are squared differences of mid-ranks, so they
/// cost the same; proportions have no such form and cost the square of the number of different values.
struct AlphaMetric {
    let level: MeasurementLevel
    /// The value of each label, from the middle of all so that sums of squares keep their digits.
    private let values: [Double]
    /// The original values, for proportions.
    private let raw: [Double]
    /// By cell: Σ over ordered pairs of votes of the squared difference, ÷ (n − 1); empty for the ordinal level.
    private let observed: [Double]

    init(_ patterns: LabelPatterns, level: MeasurementLevel, values: [Double]) {
        precondition(
            level == .nominal || level == .ordinal || values.count == patterns.labelCount, "each label has a value")
        self.level = level
        raw = values
        let middle = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        let centered = values.map { $0 - middle }
        self.values = centered
        switch level {
        case .nominal, .ordinal: observed = []
        case .interval:
            observed = (0..<patterns.times.count).map { Self.squares(patterns, $0, centered) }
        case .ratio:
            observed = (0..<patterns.times.count).map { Self.proportions(patterns, $0, values) }
        }
    }

    /// α of the cells drawn `times` times, whose sums are `sums`; NaN where undefined.
    func alpha(_ patterns: LabelPatterns, times: [Int], sums: AgreementSums) -> Double {
        switch level {
        case .nominal: return sums.nominalAlpha
        case .interval:
            return Self.alpha(added(times), Self.spread(sums.totals, values), votes: sums.totals.reduce(0, +))
        case .ratio:
            return Self.alpha(added(times), Self.proportions(sums.totals, raw), votes: sums.totals.reduce(0, +))
        case .ordinal:
            let ranks = Self.midranks(sums.totals)
            var disagreement = 0.0
            for cell in times.indices where times[cell] > 0 {
                disagreement += Double(times[cell]) * Self.squares(patterns, cell, ranks)
            }
            return Self.alpha(disagreement, Self.spread(sums.totals, ranks), votes: sums.totals.reduce(0, +))
        }
    }

    private func added(_ times: [Int]) -> Double {
        var sum = 0.0
        for cell in times.indices { sum += Double(times[cell]) * observed[cell] }
        return sum
    }

    private static func alpha(_ observed: Double, _ expected: Double, votes: Double) -> Double {
        expected > 0 ? 1 - (votes - 1) * observed / expected : .nan
    }

    /// Σ_{c,k} n_c n_k (v_c − v_k)² = 2 (N Σ n v² − (Σ n v)²), from the mean so that digits are kept.
    private static func spread(_ totals: [Double], _ values: [Double]) -> Double {
        let votes = totals.reduce(0, +)
        var mean = 0.0
        for label in totals.indices { mean += totals[label] * values[label] }
        mean /= votes
        var squares = 0.0
        for label in totals.indices {
            squares += totals[label] * (values[label] - mean) * (values[label] - mean)
        }
        return 2 * votes * squares
    }

    private static func squares(_ patterns: LabelPatterns, _ cell: Int, _ values: [Double]) -> Double {
        let n = Double(patterns.sizes[cell])
        guard n > 1 else { return 0 }
        let entries = patterns.offsets[cell]..<patterns.offsets[cell + 1]
        var mean = 0.0
        for entry in entries { mean += Double(patterns.counts[entry]) * values[Int(patterns.labels[entry])] }
        mean /= n
        var squares = 0.0
        for entry in entries {
            let difference = values[Int(patterns.labels[entry])] - mean
            squares += Double(patterns.counts[entry]) * difference * difference
        }
        return 2 * n * squares / (n - 1)
    }

    /// The middle of each label's ranks among all votes, from the middle of all.
    private static func midranks(_ totals: [Double]) -> [Double] {
        var below = -totals.reduce(0, +) / 2
        return totals.map { total in
            defer { below += total }
            return below + total / 2
        }
    }

    private static func proportions(_ totals: [Double], _ values: [Double]) -> Double {
        let given = totals.indices.filter { totals[$0] > 0 }
        var sum = 0.0
        for (place, first) in given.enumerated() {
            for second in given[(place + 1)...] {
                sum += totals[first] * totals[second] * proportion(values[first], values[second])
            }
        }
        return 2 * sum
    }

    private static func proportions(_ patterns: LabelPatterns, _ cell: Int, _ values: [Double]) -> Double {
        let n = Double(patterns.sizes[cell])
        guard n > 1 else { return 0 }
        let entries = patterns.offsets[cell]..<patterns.offsets[cell + 1]
        var sum = 0.0
        for first in entries {
            for second in entries where second > first {
                let both = Double(patterns.counts[first]) * Double(patterns.counts[second])
                sum += both * proportion(values[Int(patterns.labels[first])], values[Int(patterns.labels[second])])
            }
        }
        return 2 * sum / (n - 1)
    }

    private static func proportion(_ first: Double, _ second: Double) -> Double {
        let sum = first + second
        return sum == 0 ? 0 : (first - second) * (first - second) / (sum * sum)
    }
}
