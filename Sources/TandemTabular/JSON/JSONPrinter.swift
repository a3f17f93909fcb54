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
        members.sorted { precedes($0.key, $1.key) }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { one in
            right.withUTF8 { other in
                for place in 0..<min(one.count, other.count) where one[place] != other[place] {
                    return one[place] < other[place]
                }
                return one.count < other.count
            }
        }
    }

    /// Appends `number` as JSON prints it; throws `numberOutOfRange` for NaN and the infinities.
    package static func print(_ number: Double, into bytes: inout [UInt8]) throws(JSONError) {
        guard number.isFinite else { throw JSONError(.numberOutOfRange, detail: "\(number)") }
        if abs(number) < 0x1p53, number == number.rounded(.towardZero) {
            bytes.append(contentsOf: Int64(number).description.utf8)
        } else {
            bytes.append(contentsOf: number.description.utf8)
        }
    }

    /// Appends `text` as a quoted JSON string.
    package static func print(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: utf8[start..<index])
                escape(byte, into: &bytes)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: [UInt8(ascii: "u"), 0x30, 0x30, hex[Int(byte >> 4)], hex[Int(byte & 15)]])
        }
    }
}
