import Foundation

/// How far a model believes an item's given label; low scores come first in a review.
public enum LabelQuality: String, Sendable, Hashable, CaseIterable {
    /// The probability of the given label.
    case selfConfidence = "self_confidence"
    /// (p(given) − the highest other probability + 1) / 2.
    case normalizedMargin = "normalized_margin"
    /// The normalized entropy over self-confidence, x, as ln(x + 1) / x.
    case confidenceWeightedEntropy = "confidence_weighted_entropy"

    private static let least = 1e-6

    /// The score of every item, 0 … 1.
    public func scores(_ data: LabeledProbabilities) -> [Double] {
        scores(data.probabilities, labels: data.labels, classes: data.classCount)
    }

    /// The score of every item after each class's threshold was taken from its probabilities, so that classes the
    /// model is never sure about are not all suspected.
    ///
    /// - Precondition: not for ``confidenceWeightedEntropy``, which cleanlab refuses too.
    public func scores(_ data: LabeledProbabilities, adjustedBy thresholds: [Double]) -> [Double] {
        precondition(self != .confidenceWeightedEntropy, "entropy is not adjusted")
        let classes = data.classCount
        let top = thresholds.max() ?? 0
        var adjusted = data.probabilities
        var row = [Double](repeating: 0, count: classes)
        for item in 0..<data.count {
            for label in 0..<classes { row[label] = adjusted[item * classes + label] - thresholds[label] + top }
            let sum = PairwiseSum.of(row)
            for label in 0..<classes { adjusted[item * classes + label] = row[label] / sum }
        }
        return scores(adjusted, labels: data.labels, classes: classes)
    }

    private func scores(_ probabilities: [Double], labels: [Int32], classes: Int) -> [Double] {
        probabilities.withUnsafeBufferPointer { numbers in
            labels.indices.map { item in
                let row = UnsafeBufferPointer(rebasing: numbers[(item * classes)..<((item + 1) * classes)])
                return score(row, given: Int(labels[item]))
            }
        }
    }

    private func score(_ row: UnsafeBufferPointer<Double>, given: Int) -> Double {
        switch self {
        case .selfConfidence: return row[given]
        case .normalizedMargin:
            var other = -Double.infinity
            for label in row.indices where label != given { other = max(other, row[label]) }
            return (row[given] - other + 1) / 2
        case .confidenceWeightedEntropy:
            var terms = [Double](repeating: 0, count: row.count)
            for label in row.indices where row[label] > 0 { terms[label] = row[label] * log(row[label]) }
            let ratio = -PairwiseSum.of(terms) / log(Double(row.count)) / max(row[given], Self.least)
            return log(ratio + 1) / max(ratio, Self.least)
        }
    }
}
