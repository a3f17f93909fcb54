/// How often items with one given label look, with confidence, like another class: the confident joint.
///
/// C. G. Northcutt, L. Jiang and I. L. Chuang, "Confident Learning", JAIR 70 (2021): an item counts for the class
/// whose probability reaches that class's mean self-confidence. Equal to cleanlab 2.9.
public struct ConfidentJoint: Sendable, Hashable {
    /// The number of classes.
    public let classCount: Int
    /// The mean probability of each class over the items labeled so; 2 for a class without items, which nothing reaches.
    public let thresholds: [Double]
    /// Items by given label (row) and confident class (column); at least one on the diagonal.
    public let counts: [Int]
    /// The same scaled so that rows sum to the numbers of given labels, in whole items.
    public let calibrated: [Int]
    /// How many items have each label.
    public let labelCounts: [Int]
    /// The class each item confidently looks like; −1 for none.
    public let guesses: [Int32]

    /// Lower bound of thresholds.
    private static let leastThreshold = 2e-6
    /// Probabilities this close to a threshold reach it.
    private static let margin = 1e-6

    /// Counts the confident joint.
    public init(_ data: LabeledProbabilities) {
        classCount = data.classCount
        labelCounts = data.labelCounts
        let thresholds = Self.thresholds(data)
        let guesses = Self.guesses(data, thresholds: thresholds)
        var counts = [Int](repeating: 0, count: data.classCount * data.classCount)
        for (item, guess) in guesses.enumerated() where guess >= 0 {
            counts[Int(data.labels[item]) * data.classCount + Int(guess)] += 1
        }
        for label in 0..<data.classCount where counts[label * data.classCount + label] == 0 {
            counts[label * data.classCount + label] = 1
        }
        self.thresholds = thresholds
        self.guesses = guesses
        self.counts = counts
        calibrated = Self.calibrated(counts, labelCounts: data.labelCounts)
    }

    /// Items off the diagonal of the counts whose given label is not the predicted one: cleanlab's number of issues.
    public func offDiagonal(_ data: LabeledProbabilities) -> Int {
        guesses.indices.count { guesses[$0] >= 0 && guesses[$0] != data.labels[$0] && !data.predictsGiven($0) }
    }

    /// Items off the diagonal of the calibrated joint.
    ///
    /// Calibrated twice, as cleanlab does: rounding moves single items the second time.
    public var offDiagonalCalibrated: Int {
        let again = Self.calibrated(calibrated, labelCounts: labelCounts)
        let total = again.reduce(0, +)
        guard total > 0 else { return 0 }
        let trace = (0..<classCount).reduce(0.0) {
            $0 + Double(again[$1 * classCount + $1]) / Double(total)
        }
        return Int(((1 - trace) * Double(labelCounts.reduce(0, +))).rounded(.toNearestOrEven))
    }

    private static func thresholds(_ data: LabeledProbabilities) -> [Double] {
        var own = [[Double]](repeating: [], count: data.classCount)
        for (item, value) in data.selfConfidence.enumerated() { own[Int(data.labels[item])].append(value) }
        return own.map { max($0.isEmpty ? 2 : PairwiseSum.of($0) / Double($0.count), leastThreshold) }
    }

    private static func guesses(_ data: LabeledProbabilities, thresholds: [Double]) -> [Int32] {
        let classes = data.classCount
        let reach = thresholds.map { $0 - margin }
        var guesses = [Int32](repeating: -1, count: data.count)
        data.probabilities.withUnsafeBufferPointer { numbers in
            for item in guesses.indices {
                let start = item * classes
                var confident = 0
                var first = -1
                var best = 0
                for label in 0..<classes {
                    let value = numbers[start + label]
                    if value > numbers[start + best] { best = label }
                    guard value >= reach[label] else { continue }
                    confident += 1
                    if first < 0 { first = label }
                }
                guesses[item] = Int32(confident > 1 ? best : first)
            }
        }
        return guesses
    }

    /// Rows scaled to the numbers of labels, everything to their sum, then whole numbers with the rows' totals kept.
    static func calibrated(_ counts: [Int], labelCounts: [Int]) -> [Int] {
        let classes = labelCounts.count
        // Column after column, the order in which the reference sums.
        var scaled = [Double](repeating: 0, count: classes * classes)
        for given in 0..<classes {
            let row = Double(counts[(given * classes)..<((given + 1) * classes)].reduce(0, +))
            for actual in 0..<classes {
                scaled[actual * classes + given] =
                    Double(counts[given * classes + actual]) / max(row, 1e-100) * Double(labelCounts[given])
            }
        }
        let sum = max(PairwiseSum.of(scaled), 1e-100)
        let total = Double(labelCounts.reduce(0, +))
        return (0..<classes).flatMap { given in
            WholeNumbers.rounded((0..<classes).map { scaled[$0 * classes + given] / sum * total })
        }
    }
}
