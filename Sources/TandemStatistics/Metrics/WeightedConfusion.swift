/// How much weight each pair of true and predicted class has: all metrics of hard predictions are read from here.
///
/// A metric whose denominator is zero is nil, never a made-up number.
public struct WeightedConfusion: Sendable, Hashable {
    /// The number of classes.
    public let classCount: Int
    /// The weights, true class after true class: truth t predicted as p is at t × classCount + p.
    public let cells: [Double]
    /// The weight of each true class.
    public let support: [Double]
    /// The weight of each predicted class.
    public let predictions: [Double]
    /// The weight in all.
    public let total: Double

    /// From `classCount` × `classCount` weights, each ≥ 0.
    public init(cells: [Double], classCount: Int) {
        precondition(classCount > 0 && cells.count == classCount * classCount, "a confusion matrix is square")
        self.cells = cells
        self.classCount = classCount
        var support = [Double](repeating: 0, count: classCount)
        var predictions = support
        for truth in 0..<classCount {
            for predicted in 0..<classCount {
                let cell = cells[truth * classCount + predicted]
                support[truth] += cell
                predictions[predicted] += cell
            }
        }
        self.support = support
        self.predictions = predictions
        total = support.reduce(0, +)
    }

    /// From rows, each class in 0 ..< `classCount`.
    public init(truth: [Int32], predicted: [Int32], weights: [Double], classCount: Int) {
        var cells = [Double](repeating: 0, count: classCount * classCount)
        for row in truth.indices { cells[Int(truth[row]) * classCount + Int(predicted[row])] += weights[row] }
        self.init(cells: cells, classCount: classCount)
    }

    /// The weight of rows of `label` that were predicted so.
    public func hits(_ label: Int) -> Double { cells[label * classCount + label] }

    /// The weight of all rows predicted right.
    public var correct: Double { (0..<classCount).reduce(0) { $0 + hits($1) } }

    static func ratio(_ part: Double, _ whole: Double) -> Double? { whole == 0 ? nil : part / whole }

    /// The share predicted right.
    public var accuracy: Double? { Self.ratio(correct, total) }

    /// Of what was predicted as `label`, the share that is.
    public func precision(_ label: Int) -> Double? { Self.ratio(hits(label), predictions[label]) }

    /// Of what is `label`, the share predicted so.
    public func recall(_ label: Int) -> Double? { Self.ratio(hits(label), support[label]) }

    /// Of what is not `label`, the share not predicted so.
    public func specificity(_ label: Int) -> Double? {
        let others = total - support[label]
        return Self.ratio(others - (predictions[label] - hits(label)), others)
    }

    /// (1 + β²) TP / ((1 + β²) TP + β² FN + FP): recall counts β times as much as precision.
    public func fScore(_ label: Int, beta: Double = 1) -> Double? {
        let square = beta * beta
        return Self.ratio((1 + square) * hits(label), square * support[label] + predictions[label])
    }

    /// The mean F₁ over the classes that are seen or predicted.
    public var macroF1: Double? {
        let scores = (0..<classCount).compactMap { fScore($0) }
        return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
    }

    /// TP / (TP + FP + FN).
    public func jaccard(_ label: Int) -> Double? {
        Self.ratio(hits(label), support[label] + predictions[label] - hits(label))
    }

    /// The mean recall over classes that occur.
    public var balancedAccuracy: Double? {
        let recalls = (0..<classCount).compactMap { recall($0) }
        return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
    }

    /// The correlation of truth and prediction (Matthews 1975; Gorodkin 2004 for many classes); nil when either is
    /// one class throughout.
    public var matthews: Double? {
        let squares = total * total
        let both = zip(support, predictions).reduce(0) { $0 + $1.0 * $1.1 }
        let spreads =
            (squares - support.reduce(0) { $0 + $1 * $1 }) * (squares - predictions.reduce(0) { $0 + $1 * $1 })
        return spreads > 0 ? (correct * total - both) / spreads.squareRoot() : nil
    }

    /// How distances between classes count in Cohen's κ.
    public enum KappaWeights: String, Sendable, Hashable, CaseIterable {
        /// Any difference counts 1.
        case none
        /// A difference of d classes counts d.
        case linear
        /// A difference of d classes counts d².
        case quadratic
    }

    /// Agreement beyond chance (Cohen 1960, weighted 1968); nil when chance alone leaves nothing to gain.
    public func kappa(_ weights: KappaWeights = .none) -> Double? {
        guard total > 0 else { return nil }
        var seen = 0.0
        var expected = 0.0
        for truth in 0..<classCount {
            for predicted in 0..<classCount where truth != predicted {
                let distance = Double(abs(truth - predicted))
                let weight = weights == .none ? 1 : weights == .linear ? distance : distance * distance
                seen += weight * cells[truth * classCount + predicted]
                expected += weight * predictions[predicted] * support[truth] / total
            }
        }
        return expected == 0 ? nil : 1 - seen / expected
    }
}
