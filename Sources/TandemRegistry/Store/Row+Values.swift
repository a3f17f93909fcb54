import TandemLedger
import TandemStore
import TandemTabular

extension Row {
    /// A JSON column's document.
    func json(_ column: String) throws -> JSONValue {
        try JSONValue(parsing: Array(text(column).utf8))
    }

    /// A JSON column's document, or nil for NULL.
    func jsonIfAny(_ column: String) throws -> JSONValue? {
        try value(column) == .null ? nil : json(column)
    }

    /// A moment.
    func instant(_ column: String) throws -> Instant {
        Instant(milliseconds: try int(column))
    }

    /// A moment, or nil for NULL.
    func instantIfAny(_ column: String) throws -> Instant? {
        try intIfAny(column).map(Instant.init(milliseconds:))
    }
}
