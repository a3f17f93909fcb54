/// Walks over the fields of one well-formed record.
struct FieldIterator {
    struct Field {
        let isQuoted: Bool
        /// The field without its quotes; nil when it is not UTF-8.
        let text: String?
    }

    /// A field as its bytes stand in the record, without the quotes around it.
    struct RawField {
        let bytes: UnsafeBufferPointer<UInt8>
        let isQuoted: Bool
        /// The byte that stands doubled inside and means itself once; nil when none does.
        let doubled: UInt8?

        var hasDoubledQuotes: Bool { doubled != nil }

        /// The bytes with doubled quotes made single.
        var single: [UInt8] {
            guard let quote = doubled else { return Array(bytes) }
            var single: [UInt8] = []
            single.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                single.append(bytes[index])
                index += bytes[index] == quote ? 2 : 1
            }
            return single
        }
    }

    let record: UnsafeBufferPointer<UInt8>
    let format: CSVFormat
    private var position = 0
    private var ended = false

    init(record: UnsafeBufferPointer<UInt8>, format: CSVFormat) {
        self.record = record
        self.format = format
    }

    mutating func next() -> Field? {
        guard let field = nextRaw() else { return nil }
        let text =
            field.hasDoubledQuotes
            ? String(validating: field.single, as: UTF8.self) : String(validating: field.bytes, as: UTF8.self)
        return Field(isQuoted: field.isQuoted, text: text)
    }

    mutating func nextRaw() -> RawField? {
        if ended { return nil }
        if let quote = format.quote, position < record.count, record[position] == quote { return quoted(by: quote) }
        let start = position
        while position < record.count, record[position] != format.delimiter { position += 1 }
        let slice = UnsafeBufferPointer(rebasing: record[start..<position])
        advance()
        return RawField(bytes: slice, isQuoted: false, doubled: nil)
    }

    private mutating func quoted(by quote: UInt8) -> RawField {
        position += 1
        let start = position
        var doubled = false
        while position < record.count {
            if record[position] == quote {
                guard position + 1 < record.count, record[position + 1] == quote else { break }
                doubled = true
                position += 1
            }
            position += 1
        }
        let slice = UnsafeBufferPointer(rebasing: record[start..<min(position, record.count)])
        position += 1
        advance()
        return RawField(bytes: slice, isQuoted: true, doubled: doubled ? quote : nil)
    }

    /// Steps over the delimiter; a record that ends with one has an empty last field.
    private mutating func advance() {
        if position < record.count { position += 1 } else { ended = true }
    }
}
