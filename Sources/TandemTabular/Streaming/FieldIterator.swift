/// Walks over the fields of one well-formed record.
struct FieldIterator {
    struct Field {
        let isQuoted: Bool
        /// The field without its quotes; nil when it is not UTF-8.
        let text: String?
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
        if ended { return nil }
        if let quote = format.quote, position < record.count, record[position] == quote { return quoted(by: quote) }
        let start = position
        while position < record.count, record[position] != format.delimiter { position += 1 }
        let slice = UnsafeBufferPointer(rebasing: record[start..<position])
        advance()
        return Field(isQuoted: false, text: String(validating: slice, as: UTF8.self))
    }

    private mutating func quoted(by quote: UInt8) -> Field {
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
        guard doubled else { return Field(isQuoted: true, text: String(validating: slice, as: UTF8.self)) }
        var single: [UInt8] = []
        single.reserveCapacity(slice.count)
        var index = 0
        while index < slice.count {
            single.append(slice[index])
            index += slice[index] == quote ? 2 : 1
        }
        return Field(isQuoted: true, text: String(validating: single, as: UTF8.self))
    }

    /// Steps over the delimiter; a record that ends with one has an empty last field.
    private mutating func advance() {
        if position < record.count { position += 1 } else { ended = true }
    }
}
