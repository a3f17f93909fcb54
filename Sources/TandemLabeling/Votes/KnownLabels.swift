/// The items whose label is known beforehand: gold answers, honeypots, an expert's decisions.
///
/// An aggregator keeps their posterior at certainty in every round, so that workers are measured against them.
public struct KnownLabels: Sendable, Hashable {
    /// The known label of each item, −1 where none is; empty when nothing is known.
    let labels: [Int32]

    /// Nothing is known.
    public static let none = KnownLabels(labels: [])

    /// The labels of a table's items by number, −1 where none is known.
    /// - Precondition: there is one for each item, or none at all, and each is below the table's label count.
    public init(labels: [Int32]) { self.labels = labels }

    /// The labels of items by name; names that are no items of the table are left out.
    /// - Throws: `LabelingError` for a label out of range.
    public init(_ known: [String: Int], in table: VoteTable) throws(LabelingError) {
        for label in known.values where label < 0 || label >= table.labelCount {
            throw .labelOutOfRange(label, labelCount: table.labelCount)
        }
        labels = known.isEmpty ? [] : table.items.map { known[$0].map(Int32.init) ?? -1 }
    }

    /// The number of items with a known label.
    public var count: Int { labels.count { $0 >= 0 } }

    /// Whether nothing is known.
    public var isEmpty: Bool { labels.isEmpty }

    /// The known label of the item with this number; nil where none is.
    public subscript(item: Int) -> Int? {
        guard !labels.isEmpty, labels[item] >= 0 else { return nil }
        return Int(labels[item])
    }
}
