/// The rows that are augmented, by the columns that pipelines change.
public struct AugmentationTable: Sendable {
    /// Number of rows.
    public let rows: Int
    /// Columns of texts.
    public var texts: [String: [String]]
    /// Columns of numbers; NaN where missing.
    public var numbers: [String: [Double]]
    /// The class of each row; −1 where there is none.
    ///
    /// Nil when rows have no classes.
    public var classes: [Int]?

    /// A table.
    ///
    /// - Precondition: all columns have `rows` values.
    public init(rows: Int, texts: [String: [String]] = [:], numbers: [String: [Double]] = [:], classes: [Int]? = nil) {
        precondition(
            texts.values.allSatisfy { $0.count == rows } && numbers.values.allSatisfy { $0.count == rows }
                && classes.map { $0.count == rows } ?? true, "all columns have one length")
        self.rows = rows
        self.texts = texts
        self.numbers = numbers
        self.classes = classes
    }
}

/// A row made from another.
public struct DerivedRow: Sendable, Hashable {
    /// The row it was made from.
    public let parent: Int
    /// The row it was mixed with, if any.
    public var partner: Int?
    /// Which of the parent's copies it is, from 1.
    public let copy: Int
    /// What was done, step by step, as `swap(2)` or `interpolate(0.3)`.
    public var derivation: [String] = []
    /// Texts that were changed, by column.
    public var texts: [String: String] = [:]
    /// Numbers that were changed, by column.
    public var numbers: [String: Double] = [:]

    /// A copy without changes yet.
    public init(parent: Int, copy: Int) {
        self.parent = parent
        self.copy = copy
    }

    /// All rows that it was made from.
    public var parents: [Int] { partner.map { [parent, $0] } ?? [parent] }
}
