/// One numbered, frozen step of the schema: strings only, never a type of the application.
public struct Migration: Sendable {
    /// Its place in the order, from 1, without gaps.
    public let number: Int
    /// A sentence that tells what it does.
    public let name: String
    /// The statements, `;`-separated, with `{blob}` where bytes are stored.
    public let statements: String
    /// Tables that refuse update, delete and truncation from this step on.
    public let appendOnly: [StaticString]

    init(_ number: Int, _ name: String, appendOnly: [StaticString] = [], _ statements: String) {
        self.number = number
        self.name = name
        self.appendOnly = appendOnly
        self.statements = statements
    }

    /// The statements as an engine takes them, one by one.
    public func sql(for dialect: Dialect) -> [SQL] {
        statements.replacing("{blob}", with: dialect.blobType)
            .split(separator: ";")
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
            .filter { !$0.isEmpty }
            .map { SQL(trusted: String($0)) } + appendOnly.flatMap { dialect.refuseChanges(of: $0) }
    }

    /// Every step there is, in order.
    public static let all: [Migration] = [m0001, m0002, m0003, m0004, m0005, m0006, m0007]
}
