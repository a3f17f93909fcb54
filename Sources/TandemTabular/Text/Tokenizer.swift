/// One word of a text and where it stands.
public struct TextToken: Sendable, Hashable {
    /// The word in lower case.
    public let word: String
    /// Its place in the text, in Unicode scalars from the start.
    public let scalars: Range<Int>
}

/// Cuts texts into words: the longest runs of letters, marks, digits and underscores.
///
/// Runs shorter than `minimumScalars` are passed over. With 2 this is scikit-learn's default pattern `\b\w\w+\b`,
/// except that combining marks belong to words, so that Devanagari or decomposed accents are not cut apart.
public enum Tokenizer {
    /// The words of `text`, in order, in lower case by the full Unicode mapping.
    public static func tokens(_ text: String, minimumScalars: Int = 2) -> [TextToken] {
        var tokens: [TextToken] = []
        var word: [UInt8] = []
        var isASCII = true
        var start = 0
        var offset = 0
        func flush() {
            if offset - start >= minimumScalars, !word.isEmpty {
                let text = String(decoding: word, as: UTF8.self)
                tokens.append(TextToken(word: isASCII ? text : text.lowercased(), scalars: start..<offset))
            }
            word.removeAll(keepingCapacity: true)
            isASCII = true
        }
        for scalar in text.unicodeScalars {
            if isWord(scalar) {
                if word.isEmpty { start = offset }
                if scalar.value < 0x80 {
                    let byte = UInt8(truncatingIfNeeded: scalar.value)
                    word.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
                } else {
                    isASCII = false
                    word.append(contentsOf: UTF8.encode(scalar) ?? .init())
                }
            } else if !word.isEmpty {
                flush()
            }
            offset += 1
        }
        flush()
        return tokens
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            let byte = scalar.value
            return byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }
}
