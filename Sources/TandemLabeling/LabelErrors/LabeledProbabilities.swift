import TandemStatistics

/// Items with a given label each and a model's probability of every class.
///
/// The probabilities should come from a model that did not see the item's label (cross-validation); rows need not sum
/// to one.
public struct LabeledProbabilities: Sendable, Hashable {
    /// The number of classes, at least two.
    public let classCount: Int
    /// The given label of each item, in 0 ..< classCount.
    public let labels: [Int32]
    /// The probabilities, item after item.
    public let probabilities: [Double]

    /// The number of items.
    public var count: Int { labels.count }

    /// Items from their labels and probabilities.
    ///
    /// - Throws: `StatisticsError` for lists of other lengths, a label out of range, or a number outside 0 … 1.
    public init(labels: [Int32], probabilities: [Double], classCount: Int) throws(StatisticsError) {
        guard classCount >= 2 else { throw .tooFewRows(needed: 2, found: classCount) }
        guard probabilities.count == labels.count * classCount else {
            throw .lengthMismatch(expected: labels.count * classCount, found: probabilities.count)
        }
        for label in labels where label < 0 || Int(label) >= classCount {
            throw .classOutOfRange(Int(label), classCount: classCount)
        }
        if let bad = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) { throw .invalidValue(at: bad) }
        self.classCount = classCount
        self.labels = labels
        self.probabilities = probabilities
    }

    /// How many items have each label.
    public var labelCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// The most probable class of each item; the lowest on a tie.
    public var predictions: [Int32] {
        var predictions = [Int32](repeating: 0, count: count)
        probabilities.withUnsafeBufferPointer { numbers in
            for item in 0..<labels.count {
                var best = 0
                for label in 1..<classCount
                where numbers[item * classCount + label] > numbers[item * classCount + best] { best = label }
                predictions[item] = Int32(best)
            }
        }
        return predictions
    }

    /// The probability of each item's given label.
    var selfConfidence: [Double] {
        labels.indices.map { probabilities[$0 * classCount + Int(labels[$0])] }
    }

    /// Whether the given label is the most probable one, or within 10⁻⁶ of it.
    func predictsGiven(_ item: Int) -> Bool {
        let start = item * classCount
        let given = Int(labels[item])
        let own = probabilities[start + given] + 1e-6
        for label in 0..<classCount where label != given {
            let other = probabilities[start + label]
            if other > own || (other == own && label < given) { return false }
        }
        return true
    }
}
