/// A text as words and what stands between them; joined again it is the text, byte for byte.
///
/// A word is a longest run of letters, digits, marks and apostrophes inside; no grapheme cluster is ever cut.
public struct WordPieces: Sendable, Hashable {
    /// The words.
    public var words: [String]
    /// What stands before each word and after the last: one more than words.
    public var gaps: [String]

    /// Cuts a text.
    public init(_ text: String) {
        words = []
        gaps = []
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) { cutASCII(text) } else { cutCharacters(text) }
    }

    /// The text again.
    public var text: String {
        var text = gaps.first ?? ""
        for (place, word) in words.enumerated() {
            text += word
            text += gaps[place + 1]
        }
        return text
    }

    /// Takes out a word together with the gap before it, or, for the first word, the one behind it.
    mutating func remove(_ place: Int) {
        words.remove(at: place)
        gaps.remove(at: place == 0 ? 1 : place)
    }

    /// ASCII without carriage returns: every byte is a grapheme cluster of its own.
    private mutating func cutASCII(_ text: String) {
        let bytes = text.utf8
        var start = bytes.startIndex
        var isInWord = false
        for index in bytes.indices {
            let isWord = Self.isWord(bytes[index])
            if isWord != isInWord {
                append(String(text[start..<index]), isWord: isInWord)
                start = index
                isInWord = isWord
            }
        }
        append(String(text[start...]), isWord: isInWord)
        if isInWord { gaps.append("") }
    }

    private mutating func cutCharacters(_ text: String) {
        var start = text.startIndex
        var isInWord = false
        for index in text.indices {
            let character = text[index]
            let isWord = character.isLetter || character.isNumber || character == "_" || character == "'"
            if isWord != isInWord {
                append(String(text[start..<index]), isWord: isInWord)
                start = index
                isInWord = isWord
            }
        }
        append(String(text[start...]), isWord: isInWord)
        if isInWord { gaps.append("") }
    }

    private mutating func append(_ piece: String, isWord: Bool) {
        if isWord { words.append(piece) } else { gaps.append(piece) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F || byte == 0x27
    }
}
