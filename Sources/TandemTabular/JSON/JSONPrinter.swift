extension JSONValue {
    /// The one canonical form of this value as UTF-8 bytes: equal values have equal bytes.
    ///
    /// No white space; keys sorted by Unicode scalars; shortest numbers that read back the same, whole numbers below
    /// 2^53 without a point, minus zero as `0`; only quote, backslash and control characters escaped. Throws
    /// `numberOutOfRange` when a number is NaN or infinite.
    public var canonicalBytes: [UInt8] {
        get throws(JSONError) {
            var bytes: [UInt8] = []
            try print(into: &bytes)
            return bytes
        }
    }

    /// The canonical form as a string; see `canonicalBytes`.
    public var canonicalString: String {
        get throws(JSONError) { String(decoding: try canonicalBytes, as: UTF8.self) }
    }

    /// Appends the canonical form to `bytes`; see `canonicalBytes`.
    public func print(into bytes: inout [UInt8]) throws(JSONError) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let value): try Self.print(value, into: &bytes)
        case .string(let value): Self.print(value, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try element.print(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, (key, member)) in Self.sorted(members).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.print(key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                try member.print(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func sorted(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
        // UTF-8 sorts bytes in the order of Unicode scalars, whatever the string's normalization.
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private static func print(_ number: Double, into bytes: inout [UInt8]) throws(JSONError) {
        guard number.isFinite else { throw JSONError(.numberOutOfRange, detail: "\(number)") }
        if abs(number) < 0x1p53, number == number.rounded(.towardZero) {
            bytes.append(contentsOf: Int64(number).description.utf8)
        } else {
            bytes.append(contentsOf: number.description.utf8)
        }
    }

    /// Appends `text` as a quoted JSON string.
    static func print(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x20...: bytes.append(byte)
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            default:
                let hex = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(contentsOf: [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
