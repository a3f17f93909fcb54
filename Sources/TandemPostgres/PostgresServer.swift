import TandemStore

/// A server as its administrator sees it: statements that belong to no transaction, such as CREATE DATABASE.
package enum PostgresServer {
    /// Connects, runs one statement written in this house, and disconnects; blocks meanwhile.
    package static func run(_ statement: String, at url: String) throws {
        try Connection(url).control(statement)
    }
}
