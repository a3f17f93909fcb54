/// A model's probabilities for some items, with what turned out.
public struct CalibrationProbabilities: Sendable {
    /// The number of labels.
    public let labelCount: Int
    /// The probabilities, an item's labels beside each other.
    public let values: [Double]
    /// The true label of each item; nil where it is not known.
    public let truth: [Int?]
    /// The group of each item, as a place among `groupCount`; empty without groups.
    public let groups: [Int]
    /// The number of groups; 0 without.
    public let groupCount: Int

    /// Probabilities of `truth.count` items.
    ///
    /// - Precondition: `values` has `truth.count × labelCount` numbers, truths and groups are places in range, and
    ///   `groups` is empty or as long as `truth`.
    public init(labelCount: Int, values: [Double], truth: [Int?], groups: [Int] = [], groupCount: Int = 0) {
        precondition(labelCount > 0 && values.count == truth.count * labelCount, "a row of probabilities for each item")
        precondition(truth.allSatisfy { $0.map { (0..<labelCount).contains($0) } ?? true }, "truths are labels")
        precondition(groups.isEmpty || groups.count == truth.count, "a group for each item")
        precondition(groups.allSatisfy { (0..<groupCount).contains($0) }, "groups are in range")
        self.labelCount = labelCount
        self.values = values
        self.truth = truth
        self.groups = groups
        self.groupCount = groups.isEmpty ? 0 : groupCount
    }

    /// The number of items.
    public var count: Int { truth.count }

    /// The probabilities of one item.
    public func row(_ item: Int) -> ArraySlice<Double> { values[item * labelCount..<(item + 1) * labelCount] }
}
