/// A set of Unicode scalars: ranges and kinds, perhaps turned around, perhaps ignoring case.
struct ScalarSet: Sendable, Hashable {
    /// A kind of scalars.
    enum Kind: Sendable, Hashable {
        case digit, word, space, notDigit, notWord, notSpace
    }

    var ranges: [ClosedRange<UInt32>] = []
    var kinds: [Kind] = []
    var isNegated = false
    var ignoresCase = false

    init() {}

    /// A set of one scalar.
    init(single scalar: Unicode.Scalar, ignoresCase: Bool) {
        let folded = ignoresCase ? Self.lowered(scalar) : scalar
        ranges = [folded.value...folded.value]
        self.ignoresCase = ignoresCase && (Self.uppered(folded) != folded || folded != scalar)
    }

    /// Everything but a line's end.
    static let notNewline: ScalarSet = {
        var set = ScalarSet()
        set.ranges = [10...10]
        set.isNegated = true
        return set
    }()

    /// Whether the scalar belongs to it.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase { found = holds(Self.lowered(scalar)) || holds(Self.uppered(scalar)) }
        return found != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) } || kinds.contains { Self.holds($0, scalar) }
    }

    private static func holds(_ kind: Kind, _ scalar: Unicode.Scalar) -> Bool {
        switch kind {
        case .digit: isDigit(scalar)
        case .word: isWord(scalar)
        case .space: scalar.properties.isWhitespace
        case .notDigit: !isDigit(scalar)
        case .notWord: !isWord(scalar)
        case .notSpace: !scalar.properties.isWhitespace
        }
    }

    /// Letters, marks, decimal digits and the underscore.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: scalar == "_"
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    /// The lower-case form where that is one scalar.
    static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        single(scalar.properties.lowercaseMapping) ?? scalar
    }

    private static func uppered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        single(scalar.properties.uppercaseMapping) ?? scalar
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
