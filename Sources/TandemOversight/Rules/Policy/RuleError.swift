/// What is wrong with a routing rule, and where.
public struct RuleError: Error, Sendable, Equatable {
    /// The place in the rule's text, in characters from 1.
    public let column: Int
    /// One sentence that says what is wrong and what would be right.
    public let message: String

    /// An error at a place.
    public init(column: Int, _ message: String) {
        self.column = column
        self.message = message
    }
}
