import Foundation

/// How far functions' votes move the labels' scores together beyond what their common truth explains.
///
/// The covariance of what two functions add to the scores (log-chances, centered over the labels), minus the part that
/// the model expects because both follow the truth, over the spread of each around the truth. Just this covariance is
/// what would be counted twice.
struct ResidualCorrelation {
    private let patterns: VotePatterns
    private let labels: Int
    private let functions: Int
    /// What a vote adds compared to an abstention: function × label voted × label scored.
    private var moves: [Double]
    private let expectation: LabelModelFit

    init(_ patterns: VotePatterns, _ fit: LabelModelFit) {
        self.patterns = patterns
        expectation = fit
        labels = patterns.labelCount
        functions = patterns.functionCount
        moves = [Double](repeating: 0, count: functions * labels * labels)
        for function in 0..<functions {
            let silence = Self.centered((0..<labels).map { log(fit.chance(function, labels, $0)) })
            for vote in 0..<labels {
                let speech = Self.centered((0..<labels).map { log(fit.chance(function, vote, $0)) })
                for label in 0..<labels {
                    moves[(function * labels + vote) * labels + label] = speech[label] - silence[label]
                }
            }
        }
    }

    private static func centered(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.map { $0 - mean }
    }

    /// The correlations above `threshold`.
    func correlations(threshold: Double) -> FunctionCorrelations {
        let (products, means) = observed()
        let expected = expectedMoves()
        func between(_ one: Int, _ other: Int) -> Double {
            var sum = 0.0
            for truth in 0..<labels {
                var dot = 0.0
                for label in 0..<labels {
                    dot +=
                        expected[(one * labels + truth) * labels + label]
                        * expected[(other * labels + truth) * labels + label]
                }
                sum += expectation.balance[truth] * dot
            }
            return sum
        }
        func total(_ one: Int, _ other: Int) -> Double {
            var sum = products[one * functions + other]
            for label in 0..<labels { sum -= means[one * labels + label] * means[other * labels + label] }
            return sum
        }
        let spread = (0..<functions).map { one in
            let all = total(one, one)
            return max(all - between(one, one), 0.05 * all + 1e-12)
        }
        return FunctionCorrelations(count: functions, threshold: threshold) { one, other in
            let all = total(one, other)
            let scale = (spread[one] * spread[other]).squareRoot()
            // Many functions with many labels: what is far too little already is not worked out.
            if functions * functions * labels * labels > 50_000_000, all <= threshold * scale { return 0 }
            return (all - between(one, other)) / scale
        }
    }

    /// Mean products of two functions' moves, lower triangle with diagonal, and mean moves.
    private func observed() -> (products: [Double], means: [Double]) {
        var products = [Double](repeating: 0, count: functions * functions)
        var means = [Double](repeating: 0, count: functions * labels)
        var total = 0.0
        moves.withUnsafeBufferPointer { moves in
            for pattern in stride(from: 0, to: patterns.count, by: patterns.stride(width: labels)) {
                let weight = patterns.counts[pattern]
                total += weight
                let range = patterns.offsets[pattern]..<patterns.offsets[pattern + 1]
                for vote in range {
                    let one = Int(patterns.functions[vote])
                    let base = (one * labels + Int(patterns.labels[vote])) * labels
                    for label in 0..<labels { means[one * labels + label] += weight * moves[base + label] }
                    for earlier in range.lowerBound...vote {
                        let other = Int(patterns.functions[earlier])
                        let second = (other * labels + Int(patterns.labels[earlier])) * labels
                        var dot = 0.0
                        for label in 0..<labels { dot += moves[base + label] * moves[second + label] }
                        products[one * functions + other] += weight * dot
                    }
                }
            }
        }
        return (products.map { $0 / max(total, 1) }, means.map { $0 / max(total, 1) })
    }

    /// For each function and true label the expected moves, less their mean over the truths.
    private func expectedMoves() -> [Double] {
        var expected = [Double](repeating: 0, count: functions * labels * labels)
        for function in 0..<functions {
            var mean = [Double](repeating: 0, count: labels)
            for truth in 0..<labels {
                for vote in 0..<labels {
                    let chance = expectation.chance(function, vote, truth)
                    for label in 0..<labels {
                        let move = chance * moves[(function * labels + vote) * labels + label]
                        expected[(function * labels + truth) * labels + label] += move
                        mean[label] += expectation.balance[truth] * move
                    }
                }
            }
            for truth in 0..<labels {
                for label in 0..<labels { expected[(function * labels + truth) * labels + label] -= mean[label] }
            }
        }
        return expected
    }
}
