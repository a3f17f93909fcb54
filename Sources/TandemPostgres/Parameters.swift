import TandemStore

/// The values of one statement as libpq takes them.
///
/// Each value goes with its explicit type and in PostgreSQL's binary format, so that every bit arrives; for bulk
/// inserts (`inferred`) the types are left to the columns and numbers travel as their shortest exact text.
struct Parameters {
    private static let bytea: UInt32 = 17
    private static let int8: UInt32 = 20
    private static let text: UInt32 = 25
    private static let float8: UInt32 = 701

    /// The type of each value; 0 leaves it to the server.
    private(set) var types: [UInt32] = []
    private var formats: [Int32] = []
    private var lengths: [Int32] = []
    private var offsets: [Int?] = []
    private var bytes: [UInt8] = []

    /// - Throws: `StoreError.constraint` for text with U+0000, which PostgreSQL cannot store.
    init(_ values: [SQLValue], inferred: Bool) throws {
        for value in values {
            switch value {
            case .null: add(0, nil, binary: true)
            case .integer(let number):
                if inferred {
                    add(0, Array("\(number)".utf8), binary: false)
                } else {
                    add(Self.int8, Self.bigEndian(UInt64(bitPattern: number)), binary: true)
                }
            case .real(let number):
                if inferred {
                    add(0, Array("\(number)".utf8), binary: false)
                } else {
                    add(Self.float8, Self.bigEndian(number.bitPattern), binary: true)
                }
            case .text(let text):
                let utf8 = Array(text.utf8)
                if utf8.contains(0) { throw StoreError.zeroInText }
                add(inferred ? 0 : Self.text, utf8, binary: !inferred)
            case .blob(let blob): add(Self.bytea, blob, binary: true)
            }
        }
    }

    /// How many values there are.
    var count: Int32 { Int32(types.count) }

    /// Lends the arrays in the form of libpq's arguments.
    func withPointers<Result>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return try values.withUnsafeBufferPointer { values in
                try lengths.withUnsafeBufferPointer { lengths in
                    try formats.withUnsafeBufferPointer { formats in
                        try body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }

    private mutating func add(_ type: UInt32, _ value: [UInt8]?, binary: Bool) {
        types.append(type)
        formats.append(binary ? 1 : 0)
        lengths.append(Int32(value?.count ?? 0))
        offsets.append(value == nil ? nil : bytes.count)
        bytes.append(contentsOf: value ?? [])
        bytes.append(0)  // ends a text; gives an empty value an address, without which it would be NULL
    }

    private static func bigEndian(_ bits: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
    }
}
