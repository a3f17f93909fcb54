/// When to stop labeling: when the models of consecutive rounds say the same about items they need no label for.
///
/// M. Bloodgood and K. Vijay-Shanker, "A Method for Stopping Active Learning Based on Stabilizing Predictions and the Need
/// for User-Adjustable Stopping" (CoNLL 2009): Cohen's κ between consecutive models' predictions on a stop set of unlabeled
/// items; stop when its mean over the last 3 comparisons is at least 0.99. It needs no labels of its own.
public struct StabilizingPredictions: Sendable, Hashable {
    /// The mean κ that is enough.
    public static let enough = 0.99
    /// Comparisons that are averaged.
    public static let window = 3
    /// Items compared, at most.
    public static let stopSet = 2_000

    private var last: [Int]?
    /// κ of each comparison so far.
    public private(set) var agreements: [Double] = []

    /// Nothing compared yet.
    public init() {}

    /// Takes in the predictions of one more model for the same items.
    public mutating func add(_ predictions: [Int]) {
        if let last { agreements.append(Self.kappa(last, predictions)) }
        last = predictions
    }

    /// Whether the predictions have settled.
    public var shouldStop: Bool {
        guard agreements.count >= Self.window else { return false }
        return agreements.suffix(Self.window).reduce(0, +) / Double(Self.window) >= Self.enough
    }

    /// Cohen's κ of two models' predictions; 1 when both always say the same one class.
    static func kappa(_ first: [Int], _ second: [Int]) -> Double {
        guard !first.isEmpty else { return 1 }
        let total = Double(first.count)
        var counts: [Int: (Double, Double)] = [:]
        var agreed = 0.0
        for (one, other) in zip(first, second) {
            counts[one, default: (0, 0)].0 += 1
            counts[other, default: (0, 0)].1 += 1
            if one == other { agreed += 1 }
        }
        let chance = counts.keys.sorted().reduce(0.0) { sum, label in
            let (left, right) = counts[label] ?? (0, 0)
            return sum + left / total * (right / total)
        }
        return chance < 1 ? (agreed / total - chance) / (1 - chance) : 1
    }
}
