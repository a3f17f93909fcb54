/// A statement's text with a place for each value, cheap to make and to look up.
///
/// Literals are known by their address in the program, not by their characters: a statement that runs ten thousand
/// times a second is neither copied together nor hashed letter by letter each time. Two statements with the same text
/// from two places in the program are two shapes, and are prepared twice; nothing else depends on it.
package struct SQLShape: Sendable, Hashable {
    /// Two plain numbers, so that making, comparing and dropping a shape counts no references.
    private struct Part: Sendable, Hashable {
        /// Instead of a length: a value's place.
        static let place = -1
        /// Instead of a length: a text of its own, whose index `start` is.
        static let text = -2

        /// Where a literal's bytes are.
        let start: UInt
        /// How many they are, or one of the marks above.
        let count: Int
    }

    private var parts: [Part] = []
    private var texts: [String] = []
    private var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    init(parts count: Int) { parts.reserveCapacity(count) }

    mutating func append(_ literal: StaticString) {
        guard literal.hasPointerRepresentation else { return append(literal.description) }
        if literal.utf8CodeUnitCount == 0 { return }
        append(Part(start: UInt(bitPattern: literal.utf8Start), count: literal.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        if text.isEmpty { return }
        parts.append(Part(start: UInt(texts.count), count: Part.text))
        texts.append(text)
        for byte in text.utf8 { mix(UInt64(byte)) }
    }

    mutating func appendPlace() {
        parts.append(Part(start: 0, count: Part.place))
        mix(1)
    }

    mutating func append(_ other: SQLShape) {
        for part in other.parts {
            switch part.count {
            case Part.place: appendPlace()
            case Part.text: append(other.texts[Int(part.start)])
            default: append(part)
            }
        }
    }

    /// The text with each place filled by what `placeholder` returns for its 1-based number.
    func text(placeholder: (Int) -> String) -> String {
        var text = ""
        var number = 0
        for part in parts {
            switch part.count {
            case Part.place:
                number += 1
                text += placeholder(number)
            case Part.text: text += texts[Int(part.start)]
            default:
                // Literals lie in the program as long as it runs.
                let bytes = UnsafeBufferPointer(start: UnsafePointer<UInt8>(bitPattern: part.start), count: part.count)
                text += String(decoding: bytes, as: UTF8.self)
            }
        }
        return text
    }

    /// Same parts: literals of the same address, texts of the same characters.
    package static func == (left: SQLShape, right: SQLShape) -> Bool {
        left.fingerprint == right.fingerprint && left.parts == right.parts && left.texts == right.texts
    }

    /// Hashes the fingerprint, which was made while the parts were put together.
    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    private mutating func append(_ literal: Part) {
        parts.append(literal)
        mix(UInt64(literal.start) &+ UInt64(literal.count))
    }

    private mutating func mix(_ value: UInt64) {
        fingerprint = (fingerprint ^ value) &* 0x0000_0100_0000_01b3
        fingerprint ^= fingerprint >> 29
    }
}
