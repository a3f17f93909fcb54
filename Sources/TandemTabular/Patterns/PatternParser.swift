/// Reads the text of a regular expression.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private(set) var ignoresCase: Bool

    /// Longest expression in bytes.
    private static let longest = 10_000
    /// Deeper groups are refused rather than risking the stack.
    private static let deepest = 100
    /// Largest count in braces.
    private static let mostTimes = 1_000

    init(_ source: String, ignoresCase: Bool) throws(PatternError) {
        guard source.utf8.count <= Self.longest else {
            throw PatternError(column: 1, "The expression is longer than \(Self.longest) bytes.")
        }
        text = Array(source.unicodeScalars)
        self.ignoresCase = ignoresCase
        if text.starts(with: "(?i)".unicodeScalars) {
            self.ignoresCase = true
            place = 4
        }
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard place == text.count else { throw error("A ) closes nothing; write \\) for the sign itself.") }
        return node
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("Groups are nested more than \(Self.deepest) deep.") }
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .any(choices)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            let start = place
            let atom = try self.atom()
            parts.append(try repeated(atom, from: start))
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ atom: PatternNode, from start: Int) throws(PatternError) -> PatternNode {
        var node = atom
        var quantifiers = 0
        var counted = place
        while let (least, most) = try quantifier() {
            if case .place = atom {
                throw PatternError(column: start + 1, "A place such as ^ or \\b cannot be repeated.")
            }
            quantifiers += 1
            guard quantifiers == 1 else {
                throw PatternError(
                    column: counted + 1, "Two counts follow each other; put the first one in a group, as in (?:a+)*.")
            }
            _ = take("?")  // a lazy count finds the same texts
            if peek == "+" { throw error("Possessive counts are not supported; write the count without the last +.") }
            node = .times(node, least: least, most: most)
            counted = place
        }
        return node
    }

    private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard peek == "{" else { return nil }
        let start = place
        place += 1
        guard let least = number() else {
            place = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            throw error("The count is not closed; write {n}, {n,} or {n,m}, or \\{ for the sign itself.")
        }
        guard least <= Self.mostTimes, (most ?? 0) <= Self.mostTimes else {
            throw PatternError(column: start + 1, "A count is at most \(Self.mostTimes).")
        }
        if let most, most < least { throw PatternError(column: start + 1, "The count ends before it starts.") }
        return (least, most)
    }

    /// The digits that stand here; beyond any sense they stay a large number.
    private mutating func number() -> Int? {
        var value: Int?
        while let next = peek, next.value >= 0x30, next.value <= 0x39 {
            value = min(1_000_000, (value ?? 0) * 10 + Int(next.value - 0x30))
            place += 1
        }
        return value
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        let start = place
        let scalar = text[place]
        place += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .one(try scalarClass(from: start))
        case ".": return .one(.notNewline)
        case "^": return .place(.start)
        case "$": return .place(.end)
        case "*", "+", "?":
            throw PatternError(
                column: start + 1, "There is nothing before \(scalar) to repeat; write \\\(scalar) for the sign itself."
            )
        case "\\": return try escape(from: start)
        default: return .one(ScalarSet(single: scalar, ignoresCase: ignoresCase))
        }
    }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        if take("?") {
            guard take(":") else {
                throw PatternError(
                    column: start + 1,
                    "Only (…), (?:…) and (?i) at the very start are supported: look-around and named groups would need "
                        + "backtracking. Use two functions, or an expression with “and not”.")
            }
        }
        let node = try alternatives()
        guard take(")") else { throw PatternError(column: start + 1, "The group that opens here is never closed.") }
        return node
    }

    private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        guard let next = peek else {
            throw PatternError(column: start + 1, "A \\ at the end means nothing; write \\\\ for the sign itself.")
        }
        if take("b") { return .place(.border) }
        if take("B") { return .place(.noBorder) }
        if let kind = Self.kind(next) {
            place += 1
            var set = ScalarSet()
            set.kinds = [kind]
            return .one(set)
        }
        return .one(ScalarSet(single: try escapedScalar(from: start), ignoresCase: ignoresCase))
    }
}

extension PatternParser {
    private static func kind(_ letter: Unicode.Scalar) -> ScalarSet.Kind? {
        switch letter {
        case "d": .digit
        case "w": .word
        case "s": .space
        case "D": .notDigit
        case "W": .notWord
        case "S": .notSpace
        default: nil
        }
    }

    private mutating func escapedScalar(from start: Int) throws(PatternError) -> Unicode.Scalar {
        let letter = text[place]
        place += 1
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "x": return try hexadecimal(digits: 2, from: start)
        case "u": return try hexadecimal(digits: 4, from: start)
        case _ where letter.properties.isAlphabetic || (letter.value >= 0x30 && letter.value <= 0x39):
            let remedy =
                letter.properties.isAlphabetic
                ? "it is none of \\d \\w \\s \\b \\n \\t \\r \\xHH \\uHHHH" : "back references are not supported"
            throw PatternError(column: start + 1, "\\\(letter) means nothing here: \(remedy).")
        default: return letter
        }
    }

    private mutating func hexadecimal(digits: Int, from start: Int) throws(PatternError) -> Unicode.Scalar {
        let isBraced = take("{")
        var value: UInt32 = 0
        var count = 0
        while count < (isBraced ? 6 : digits), let next = peek, let digit = Character(next).hexDigitValue {
            value = value << 4 | UInt32(digit)
            count += 1
            place += 1
        }
        guard count > 0, isBraced ? take("}") : count == digits, let scalar = Unicode.Scalar(value) else {
            throw PatternError(column: start + 1, "Write \\xHH, \\x{H…} or \\uHHHH with a scalar's hexadecimal number.")
        }
        return scalar
    }

    private mutating func scalarClass(from start: Int) throws(PatternError) -> ScalarSet {
        var set = ScalarSet()
        set.ignoresCase = ignoresCase
        set.isNegated = take("^")
        var isFirst = true
        while let next = peek, next != "]" || isFirst {
            isFirst = false
            if next == "[", place + 1 < text.count, text[place + 1] == ":" {
                throw error("Named classes such as [:alpha:] are not supported; write \\w, \\d, \\s or ranges.")
            }
            if next == "\\", place + 1 < text.count, let kind = Self.kind(text[place + 1]) {
                place += 2
                set.kinds.append(kind)
                continue
            }
            let low = try member()
            var high = low
            if peek == "-", place + 1 < text.count, text[place + 1] != "]" {
                place += 1
                high = try member()
            }
            guard low.value <= high.value else { throw error("The range \(low)-\(high) ends before it starts.") }
            set.ranges.append(low.value...high.value)
        }
        guard take("]") else { throw PatternError(column: start + 1, "The class that opens here is never closed.") }
        return set
    }

    private mutating func member() throws(PatternError) -> Unicode.Scalar {
        let start = place
        guard take("\\") else {
            place += 1
            return text[start]
        }
        guard let next = peek else { throw PatternError(column: start + 1, "A \\ at the end means nothing.") }
        if next == "b" || Self.kind(next) != nil {
            throw PatternError(column: start + 1, "\\\(next) cannot be an end of a range or stand in a class.")
        }
        return try escapedScalar(from: start)
    }

    private var peek: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        place += 1
        return true
    }

    private func error(_ message: String) -> PatternError { PatternError(column: place + 1, message) }
}
