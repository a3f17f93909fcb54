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
        // A plain nil would be taken for JSON's null.
        guard try value(column) != .null else { return Optional<JSONValue>.none }
        return try json(column)
    }

    /// An id that must be there.
    func id<Kind: IDKind>(_ column: String) throws -> ID<Kind> {
        ID(rawValue: try text(column))
    }

    /// An id, or nil for NULL.
    func idIfAny<Kind: IDKind>(_ column: String) throws -> ID<Kind>? {
        try textIfAny(column).map(ID.init(rawValue:))
    }

    /// A moment.
    func instant(_ column: String) throws -> Instant {
        Instant(milliseconds: try int(column))
    }

    /// A moment, or nil for NULL.
    func instantIfAny(_ column: String) throws -> Instant? {
        try intIfAny(column).map(Instant.init(milliseconds:))
    }

    /// A value of an enumeration with text behind it.
    func choice<Choice: RawRepresentable>(_ column: String) throws -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text(column)) else {
            throw StoreError.unexpectedValue(column, "a \(Choice.self)")
        }
        return choice
    }
}
