/// A statement's text with a place for each value, cheap to make and to look up.
///
/// Literals are known by their address in the program, not by their characters: a statement that runs ten thousand
/// times a second is neither copied together nor hashed letter by letter each time. Two statements with the same text
/// from two places in the program are two shapes, and are prepared twice; nothing else depends on it.
package struct SQLShape: Sendable, Hashable {
    private enum Part: Sendable {
        case literal(StaticString)
        case text(String)
        case place
    }

    private var parts: [Part] = []
    private var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    init(parts count: Int) { parts.reserveCapacity(count) }

    mutating func append(_ literal: StaticString) {
        guard literal.hasPointerRepresentation else { return append(literal.description) }
        if literal.utf8CodeUnitCount == 0 { return }
        parts.append(.literal(literal))
        mix(UInt64(UInt(bitPattern: literal.utf8Start)) &+ UInt64(literal.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        if text.isEmpty { return }
        parts.append(.text(text))
        for byte in text.utf8 { mix(UInt64(byte)) }
    }

    mutating func appendPlace() {
        parts.append(.place)
        mix(1)
    }

    mutating func append(_ other: SQLShape) {
        for part in other.parts {
            switch part {
            case .literal(let literal): append(literal)
            case .text(let text): append(text)
            case .place: appendPlace()
            }
        }
    }

    /// The text with each place filled by what `placeholder` returns for its 1-based number.
    func text(placeholder: (Int) -> String) -> String {
        var text = ""
        var number = 0
        for part in parts {
            switch part {
            case .literal(let literal): text += literal.description
            case .text(let words): text += words
            case .place:
                number += 1
                text += placeholder(number)
            }
        }
        return text
    }

    /// Same parts: literals of the same address, texts of the same characters.
    package static func == (left: SQLShape, right: SQLShape) -> Bool {
        guard left.fingerprint == right.fingerprint, left.parts.count == right.parts.count else { return false }
        for (one, other) in zip(left.parts, right.parts) {
            switch (one, other) {
            case (.place, .place): continue
            case (.text(let one), .text(let other)) where one == other: continue
            case (.literal(let one), .literal(let other))
            where one.utf8Start == other.utf8Start && one.utf8CodeUnitCount == other.utf8CodeUnitCount: continue
            default: return false
            }
        }
        return true
    }

    /// Hashes the fingerprint, which was made while the parts were put together.
    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    private mutating func mix(_ value: UInt64) {
        fingerprint = (fingerprint ^ value) &* 0x0000_0100_0000_01b3
        fingerprint ^= fingerprint >> 29
    }
}
