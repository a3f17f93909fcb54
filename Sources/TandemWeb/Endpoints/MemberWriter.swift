import TandemLedger
import TandemTabular

/// Writes the members of JSON objects one after the other; what is nil is left out.
struct MemberWriter {
    private var bytes: [UInt8] = []

    init(reserving capacity: Int) {
        bytes.reserveCapacity(capacity)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Ends the object and gives it.
    consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        JSONValue.print(text, into: &bytes)
    }

    mutating func add(_ name: StaticString, _ number: Int?) {
        guard let number else { return }
        key(name)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func add(_ name: StaticString, _ flag: Bool) {
        key(name)
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    mutating func add(_ name: StaticString, _ number: Double?) throws {
        guard let number else { return }
        try add(name, json: .number(number))
    }

    mutating func add(_ name: StaticString, json value: JSONValue?) throws {
        guard let value else { return }
        key(name)
        try value.print(into: &bytes)
    }

    /// A value that is rare enough to be written by way of `Wire`.
    mutating func add(_ name: StaticString, encoded value: (some Encodable)?) throws {
        guard let value else { return }
        key(name)
        bytes.append(contentsOf: try Wire.encode(value))
    }

    mutating func add(_ name: StaticString, members: (inout MemberWriter) -> Void) {
        key(name)
        object(members)
    }

    mutating func add<Element>(
        _ name: StaticString, each elements: [Element], members: (Element, inout MemberWriter) throws -> Void
    ) rethrows {
        key(name)
        bytes.append(UInt8(ascii: "["))
        for (place, element) in elements.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            try object { try members(element, &$0) }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func object(_ members: (inout MemberWriter) throws -> Void) rethrows {
        bytes.append(UInt8(ascii: "{"))
        try members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func key(_ name: StaticString) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: "\":".utf8)
    }
}
