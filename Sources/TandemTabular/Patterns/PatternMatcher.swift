/// Searches many texts for one pattern and remembers the deterministic states that it worked out.
///
/// A value of its own for each thread: the answers do not depend on what it remembers.
public struct PatternMatcher: Sendable {
    private let program: PatternProgram
    private var classes: ScalarClasses
    private var states: PatternStates

    /// A matcher that has worked out nothing yet.
    public init(_ pattern: Pattern) {
        program = pattern.program
        classes = ScalarClasses(program)
        states = PatternStates(program)
    }

    /// Whether the pattern is found anywhere in `text`.
    public mutating func isFound(in text: String) -> Bool {
        if let found = text.utf8.withContiguousStorageIfAvailable({ isFound(in: $0) }) { return found }
        return Array(text.utf8).withUnsafeBufferPointer { isFound(in: $0) }
    }

    /// Whether the pattern is found anywhere in text of valid UTF-8.
    mutating func isFound(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = states.first
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let kind: Int
            if byte < 0x80 {
                kind = classes.ascii[Int(byte)]
                index += 1
            } else {
                let (scalar, length) = UTF8Text.scalar(bytes, at: index)
                kind = classes.number(of: scalar, program)
                index += length
            }
            var next = states.next(state, kind)
            if next < 0 { next = states.work(out: state, kind, classes, program) }
            if next == PatternStates.found { return true }
            state = next
        }
        return states.isFoundAtEnd(state, program)
    }
}

/// Scalars in valid UTF-8.
enum UTF8Text {
    /// The scalar that starts at `index` and its length in bytes.
    @inline(__always)
    static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let first = UInt32(bytes[index])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 1, index + length <= bytes.count else { return (Unicode.Scalar(UInt8(first)), 1) }
        var value = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset]) & 0x3F }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
