import Foundation
import TandemNumerics

/// A function's accuracy as a label model estimates it, without answers known beforehand.
public struct EstimatedAccuracy: Sendable, Hashable {
    /// The share of its votes that are right, 0…1.
    public let value: Double
    /// Lower end of the interval.
    public let lower: Double
    /// Upper end of the interval.
    public let upper: Double
}

/// How well the votes tell the functions' accuracies, if the model is right.
///
/// The information about the accuracies is the sum of outer products of the tasks' scores (E. Berndt, B. Hall, R. Hall and
/// J. Hausman, 1974), functions that depend on each other taken as one; intervals are normal on the scale of log-odds. What
/// the model has wrong, such as a dependence it does not see, is not in them: only answers known beforehand show that.
struct AccuracyIntervals {
    private let patterns: VotePatterns
    private let fit: LabelModelFit

    /// More functions than this are taken one by one.
    private static let mostTogether = 300

    init(_ patterns: VotePatterns, _ fit: LabelModelFit) {
        self.patterns = patterns
        self.fit = fit
    }

    /// For each function its accuracy where it votes, with an interval; nil for one without votes.
    ///
    /// - Parameters:
    ///   - votes: for each function the number of its votes.
    ///   - covered: the tasks with a vote, of which the patterns may be a sample.
    ///   - confidence: of the intervals, as 0.95.
    /// - Returns: an accuracy for each function.
    func estimates(votes: [Int], covered: Int, confidence: Double) -> [EstimatedAccuracy?] {
        let scale = Double(covered) / Double(max(1, patterns.taskCount))
        let variances = self.variances(scale: scale)
        let reach = NormalDistribution.quantile(0.5 + confidence / 2)
        return votes.indices.map { function in
            guard votes[function] > 0 else { return nil }
            let accuracy = min(max(fit.accuracies[function], 1e-6), 1 - 1e-6)
            let odds = log(accuracy / (1 - accuracy))
            let spread = variances[function].squareRoot() / (accuracy * (1 - accuracy))
            return EstimatedAccuracy(
                value: fit.accuracies[function], lower: 1 / (1 + exp(-(odds - reach * spread))),
                upper: 1 / (1 + exp(-(odds + reach * spread))))
        }
    }

    private func variances(scale: Double) -> [Double] {
        let count = patterns.functionCount
        var information = self.information()
        for one in 0..<count {
            for other in 0..<count where other != one {
                let place = one * count + other
                information[place] *= count > Self.mostTogether ? 0 : (1 - fit.correlations[one, other])
            }
        }
        // One vote's worth of belief keeps a function that says nothing new from making the rest undefined.
        for one in 0..<count {
            let accuracy = min(max(fit.accuracies[one], 0.01), 0.99)
            information[one * count + one] = information[one * count + one] * scale + 1 / (accuracy * (1 - accuracy))
            for other in 0..<count where other != one { information[one * count + other] *= scale }
        }
        let alone = (0..<count).map { 1 / information[$0 * count + $0] }
        guard count <= Self.mostTogether,
            let root = Cholesky(Matrix(rows: count, columns: count, values: information))
        else { return alone }
        return (0..<count).map { one in
            var unit = [Double](repeating: 0, count: count)
            unit[one] = 1
            return max(alone[one], root.solve(unit)[one])
        }
    }

    private func information() -> [Double] {
        let count = patterns.functionCount
        let labels = patterns.labelCount
        var sums = [Double](repeating: 0, count: count * count)
        var scores: [Double] = []
        let isTogether = count <= Self.mostTogether
        for pattern in 0..<patterns.count {
            let range = patterns.offsets[pattern]..<patterns.offsets[pattern + 1]
            scores = range.map { vote in
                let accuracy = min(max(fit.accuracies[Int(patterns.functions[vote])], 0.01), 0.99)
                let right = fit.posterior[pattern * labels + Int(patterns.labels[vote])]
                return (right - accuracy) / (accuracy * (1 - accuracy))
            }
            for (place, vote) in range.enumerated() {
                let one = Int(patterns.functions[vote])
                for earlier in isTogether ? 0...place : place...place {
                    let other = Int(patterns.functions[range.lowerBound + earlier])
                    let product = patterns.counts[pattern] * scores[place] * scores[earlier]
                    sums[one * count + other] += product
                    if other != one { sums[other * count + one] += product }
                }
            }
        }
        return sums
    }
}
