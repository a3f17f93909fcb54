/// A strict recursive-descent parser over UTF-8 bytes (RFC 8259), used through `JSONValue.init(parsing:)`.
struct JSONParser {
    /// Deepest nesting of arrays and objects that is accepted.
    static let depthLimit = 128

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var depth = 0
    /// Members of the object inside the document that was read last; the next one is probably alike.
    private var likelyMembers = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw fail(.unexpectedByte, detail: "byte order mark")
        }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw fail(.trailingBytes) }
        return value
    }

    func fail(_ reason: JSONError.Reason, detail: String? = nil) -> JSONError {
        JSONError(reason, at: position, detail: detail)
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    mutating func value() throws(JSONError) -> JSONValue {
        guard position < bytes.count else { throw fail(.endedEarly) }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
        case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "+"), UInt8(ascii: "."): throw fail(.badNumber)
        default: throw fail(.unexpectedByte)
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw fail(.endedEarly) }
            guard bytes[position] == word.utf8Start[offset] else { throw fail(.unexpectedByte) }
            position += 1
        }
        return value
    }

    private mutating func descend() throws(JSONError) {
        depth += 1
        if depth > Self.depthLimit { throw fail(.tooDeep) }
        position += 1
        skipSpace()
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .array(elements)
        }
        repeat {
            skipSpace()
            elements.append(try value())
        } while try another(before: UInt8(ascii: "]"))
        depth -= 1
        return .array(elements)
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try descend()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return .object([:])
        }
        // Room made beforehand saves growing the table again and again.
        let likely = depth == 1 ? min(12, (bytes.count - position) / 16) : likelyMembers
        var members = [String: JSONValue](minimumCapacity: likely)
        repeat {
            skipSpace()
            guard position < bytes.count else { throw fail(.endedEarly) }
            guard bytes[position] == UInt8(ascii: "\"") else { throw fail(.unexpectedByte) }
            let start = position
            let key = try string()
            skipSpace()
            guard position < bytes.count else { throw fail(.endedEarly) }
            guard bytes[position] == UInt8(ascii: ":") else { throw fail(.unexpectedByte) }
            position += 1
            skipSpace()
            if members.updateValue(try value(), forKey: key) != nil {
                throw JSONError(.duplicateKey, at: start, detail: key)
            }
        } while try another(before: UInt8(ascii: "}"))
        likelyMembers = min(members.count, 64)
        depth -= 1
        return .object(members)
    }

    /// Reads a comma (true) or the closing byte (false).
    private mutating func another(before closing: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw fail(.endedEarly) }
        let byte = bytes[position]
        guard byte == UInt8(ascii: ",") || byte == closing else { throw fail(.unexpectedByte) }
        position += 1
        return byte != closing
    }
}

extension JSONValue {
    /// Parses one JSON document from UTF-8 bytes, strictly.
    ///
    /// Refused, each with its byte offset: anything outside RFC 8259's grammar, a byte order mark, `NaN` and numbers
    /// that overflow, repeated keys, lone surrogates, invalid UTF-8, nesting deeper than 128, bytes after the document.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        let parsed = bytes.withContiguousStorageIfAvailable { Self.parse($0) }
        self = try (parsed ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0) }).get()
    }

    /// Parses one JSON document from a string, by the same rules.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: text.utf8)
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
        var parser = JSONParser(bytes)
        do { return .success(try parser.document()) } catch { return .failure(error) }
    }
}
