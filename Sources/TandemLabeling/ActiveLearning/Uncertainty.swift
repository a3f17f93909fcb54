import Foundation

/// How unsure a model is about an item; the queue asks people about the highest first.
public enum Uncertainty: String, Sendable, Hashable, CaseIterable {
    /// Shannon entropy divided by ln K.
    case entropy
    /// One minus the gap between the two highest probabilities.
    case margin
    /// One minus the highest probability, scaled so that all labels equally likely give 1.
    case leastConfidence = "least-confidence"

    /// The uncertainty of class probabilities that sum to one: 0 for certainty, 1 when all labels are equally likely;
    /// 0 for fewer than two labels.
    ///
    /// B. Settles, "Active Learning Literature Survey" (2009), section 3.1.
    public func score(_ probabilities: some Collection<Double>) -> Double {
        let count = Double(probabilities.count)
        guard count > 1 else { return 0 }
        switch self {
        case .entropy:
            return max(0, -probabilities.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) } / log(count))
        case .margin:
            var first = -Double.infinity
            var second = -Double.infinity
            for probability in probabilities {
                if probability > first {
                    (first, second) = (probability, first)
                } else {
                    second = max(second, probability)
                }
            }
            return 1 - (first - second)
        case .leastConfidence:
            return (1 - (probabilities.max() ?? 1)) * count / (count - 1)
        }
    }
}
