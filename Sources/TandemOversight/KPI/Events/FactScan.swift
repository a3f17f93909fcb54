import TandemTabular

/// The members of an event's facts, found in one pass over their canonical JSON without building a tree.
///
/// Figures read hundreds of thousands of events and a few members of each; a tree would cost ten times as much. What is
/// not plain (escapes, nested values) goes through the real parser.
struct FactScan {
    private struct Member {
        var key: Range<Int>
        var value: Range<Int>
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var members: [Member] = []

    /// Scans `text` and hands the members to `body`; they live no longer than the call.
    /// - Throws: `JSONError` when the text is not a JSON object, and what `body` throws.
    static func with<T>(_ text: String, _ body: (FactScan) throws -> T) throws -> T {
        var text = text
        return try text.withUTF8 { try body(FactScan($0)) }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        self.bytes = bytes
        members.reserveCapacity(24)
        if !scan() {
            // Malformed or oddly spaced: the parser says which, and canonical text scans.
            let tree = try JSONValue(parsing: Array(bytes))
            guard tree.object != nil else { throw JSONError(.unexpectedShape, detail: "facts are an object") }
            rest = tree
        }
    }

    private var rest: JSONValue?

    /// Text under a name, or nil when there is none.
    func text(_ name: StaticString) -> String? {
        if let rest { return rest[name.description]?.string }
        guard let range = find(name), range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\"") else {
            return nil
        }
        let inner = range.dropFirst().dropLast()
        if bytes[inner].contains(UInt8(ascii: "\\")) { return tree(range)?.string }
        return String(decoding: bytes[inner], as: UTF8.self)
    }

    /// A number under a name, or nil when there is none.
    func number(_ name: StaticString) -> Double? {
        if let rest { return rest[name.description]?.number }
        guard let range = find(name) else { return nil }
        var value = 0
        for byte in bytes[range] {
            guard (48...57).contains(byte), range.count < 16 else { return tree(range)?.number }
            value = value * 10 + Int(byte - 48)
        }
        return Double(value)
    }

    /// A whole number under a name.
    func int(_ name: StaticString) -> Int? { number(name).flatMap { JSONValue.number($0).int } }

    /// The truth under a name; nil when there is none.
    func flag(_ name: StaticString) -> Bool? {
        if let rest { return rest[name.description]?.bool }
        guard let range = find(name) else { return nil }
        return bytes[range.lowerBound] == UInt8(ascii: "t")
            ? true
            : bytes[range.lowerBound] == UInt8(ascii: "f") ? false : nil
    }

    /// Whether there is a member of this name that is not null.
    func has(_ name: StaticString) -> Bool {
        if let rest { return rest[name.description].map { !$0.isNull } ?? false }
        return find(name).map { bytes[$0.lowerBound] != UInt8(ascii: "n") } ?? false
    }

    private func tree(_ range: Range<Int>) -> JSONValue? { try? JSONValue(parsing: Array(bytes[range])) }

    private func find(_ name: StaticString) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        search: for member in members where member.key.count == length {
            for offset in 0..<length where bytes[member.key.lowerBound + offset] != name.utf8Start[offset] {
                continue search
            }
            return member.value
        }
        return nil
    }

    /// Finds the members of canonical text; false when it is anything else.
    private mutating func scan() -> Bool {
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "{"), bytes[bytes.count - 1] == UInt8(ascii: "}") else {
            return false
        }
        var place = 1
        let end = bytes.count - 1
        if place == end { return true }
        while true {
            guard let key = string(from: place, end), key.upperBound < end, bytes[key.upperBound] == UInt8(ascii: ":"),
                let value = value(from: key.upperBound + 1, end)
            else { return false }
            members.append(Member(key: key.lowerBound + 1..<key.upperBound - 1, value: value))
            place = value.upperBound
            if place == end { return true }
            guard bytes[place] == UInt8(ascii: ",") else { return false }
            place += 1
        }
    }

    /// A string with its quotes.
    private func string(from start: Int, _ end: Int) -> Range<Int>? {
        guard start < end, bytes[start] == UInt8(ascii: "\"") else { return nil }
        var place = start + 1
        while place < end {
            if bytes[place] == UInt8(ascii: "\"") { return start..<place + 1 }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func value(from start: Int, _ end: Int) -> Range<Int>? {
        guard start < end else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "\""): return string(from: start, end)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return nested(from: start, end)
        default:
            var place = start
            while place < end, bytes[place] != UInt8(ascii: ","), bytes[place] > 0x20 { place += 1 }
            return place > start ? start..<place : nil
        }
    }

    private func nested(from start: Int, _ end: Int) -> Range<Int>? {
        var depth = 0
        var place = start
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard let inner = string(from: place, end) else { return nil }
                place = inner.upperBound
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return start..<place + 1 }
            default: break
            }
            place += 1
        }
        return nil
    }
}
