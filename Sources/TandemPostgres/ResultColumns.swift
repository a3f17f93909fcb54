import CLibPQ
import TandemStore

/// Names and types of a result's columns, and how its texts become values.
struct ResultColumns {
    private let names: [String]
    private let types: [UInt32]

    init(_ result: OpaquePointer) {
        let range = 0..<PQnfields(result)
        names = range.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        types = range.map { PQftype(result, $0) }
    }

    /// One row of a result with these columns.
    func row(_ result: OpaquePointer, _ number: Int32) -> Row {
        Row(columns: names, values: types.indices.map { value(result, number, Int32($0)) })
    }

    private func value(_ result: OpaquePointer, _ row: Int32, _ column: Int32) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        let text = String(decoding: bytes, as: UTF8.self)
        switch types[Int(column)] {
        case 16: return .integer(text == "t" ? 1 : 0)  // bool
        case 17: return .blob(Self.bytes(ofHex: bytes))  // bytea
        case 20, 21, 23, 26: return Int64(text).map(SQLValue.integer) ?? .text(text)  // int8, int2, int4, oid
        case 700, 701: return Self.real(text)  // float4, float8
        case 1700: return Int64(text).map(SQLValue.integer) ?? Self.real(text)  // numeric: sums of integers are whole
        default: return .text(text)
        }
    }

    /// A floating-point number; NaN is NULL, as in SQLite.
    private static func real(_ text: String) -> SQLValue {
        guard let number = Double(text) else { return .text(text) }
        return number.isNaN ? .null : .real(number)
    }

    /// The bytes of `\x0a1b…`.
    private static func bytes(ofHex text: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ character: UInt8) -> UInt8 { character <= 0x39 ? character - 0x30 : (character | 0x20) - 0x57 }
        return stride(from: 2, to: text.count - 1, by: 2).map { digit(text[$0]) << 4 | digit(text[$0 + 1]) }
    }
}
