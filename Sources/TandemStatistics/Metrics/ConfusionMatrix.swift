/// How often each true class was predicted as each class, counted; its metrics are those of ``WeightedConfusion``.
///
/// A metric whose denominator is zero is nil, never a made-up number.
public struct ConfusionMatrix: Sendable, Hashable {
    /// The number of classes.
    public let classCount: Int
    /// The counts, true class after true class: rows with truth t predicted as p are at t × classCount + p.
    public private(set) var counts: [Int]

    /// A matrix of zeros.
    public init(classCount: Int) {
        precondition(classCount > 0, "a confusion matrix needs a class")
        self.classCount = classCount
        counts = [Int](repeating: 0, count: classCount * classCount)
    }

    /// Counts pairs of true and predicted classes, each in 0 ..< classCount.
    public init(truth: [Int], predicted: [Int], classCount: Int) throws(StatisticsError) {
        guard truth.count == predicted.count else {
            throw .lengthMismatch(expected: truth.count, found: predicted.count)
        }
        self.init(classCount: classCount)
        for index in truth.indices {
            for label in [truth[index], predicted[index]] where label < 0 || label >= classCount {
                throw .classOutOfRange(label, classCount: classCount)
            }
            add(truth: truth[index], predicted: predicted[index])
        }
    }

    /// Adds `count` rows of one kind.
    public mutating func add(truth: Int, predicted: Int, count: Int = 1) {
        counts[truth * classCount + predicted] += count
    }

    /// The number of rows with this true and this predicted class.
    public subscript(truth: Int, predicted: Int) -> Int { counts[truth * classCount + predicted] }

    /// The number of rows.
    public var total: Int { counts.reduce(0, +) }

    /// The number of rows predicted right.
    public var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

    /// The number of rows whose true class is `label`.
    public func support(_ label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[label, $1] } }

    /// The number of rows predicted as `label`.
    public func predictions(_ label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[$1, label] } }

    /// The same counts as weights, from which every metric is read.
    public var weighted: WeightedConfusion { WeightedConfusion(cells: counts.map(Double.init), classCount: classCount) }

    /// The share predicted right.
    public var accuracy: Double? { weighted.accuracy }

    /// Of the rows predicted as `label`, the share that are; nil when none was predicted so.
    public func precision(_ label: Int) -> Double? { weighted.precision(label) }

    /// Of the rows that are `label`, the share predicted so; nil when there is none.
    public func recall(_ label: Int) -> Double? { weighted.recall(label) }

    /// The harmonic mean of precision and recall, 2TP / (2TP + FP + FN); nil for a class neither seen nor predicted.
    public func f1(_ label: Int) -> Double? { weighted.fScore(label) }

    /// The mean F1 over the classes that are seen or predicted.
    public var macroF1: Double? { weighted.macroF1 }
}
