import TandemLedger
import TandemStore
import TandemTabular

extension Row {
    func id<Kind: IDKind>(_ column: String) throws -> ID<Kind> { ID(rawValue: try text(column)) }

    func idIfAny<Kind: IDKind>(_ column: String) throws -> ID<Kind>? { try textIfAny(column).map(ID.init(rawValue:)) }

    func instant(_ column: String) throws -> Instant { Instant(milliseconds: try int(column)) }

    func instantIfAny(_ column: String) throws -> Instant? { try intIfAny(column).map(Instant.init(milliseconds:)) }

    func json(_ column: String) throws -> JSONValue {
        let text = try text(column)
        return text == "{}" ? [:] : try JSONValue(parsing: text)
    }

    func jsonIfAny(_ column: String) throws -> JSONValue? { try textIfAny(column).map { try JSONValue(parsing: $0) } }

    func word<Word: RawRepresentable>(_ column: String) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(column)) else {
            throw StoreError.unexpectedValue(column, "a known word")
        }
        return word
    }
}
