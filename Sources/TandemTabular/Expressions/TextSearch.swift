/// Where one text must lie in another.
public enum TextPosition: String, Sendable, Hashable, CaseIterable {
    /// Anywhere.
    case within = "contains"
    /// At the start.
    case start = "starts_with"
    /// At the end.
    case end = "ends_with"
}

/// Looks for one text in many others, ignoring case.
///
/// Texts are compared in lower case by Unicode's canonical equivalence; where both are ASCII, byte by byte.
struct TextSearch: Sendable {
    private let part: String
    private let bytes: [UInt8]
    private let isASCII: Bool
    private let position: TextPosition

    init(_ part: String, _ position: TextPosition) {
        self.part = part.lowercased()
        self.position = position
        bytes = Array(self.part.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
    }

    func isFound(in text: String) -> Bool {
        if isASCII, let found = text.utf8.withContiguousStorageIfAvailable({ quick($0) }), let found { return found }
        let text = text.lowercased()
        return switch position {
        case .within: part.isEmpty || text.contains(part)
        case .start: text.hasPrefix(part)
        case .end: text.hasSuffix(part)
        }
    }

    /// Nil when the text is not ASCII.
    private func quick(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        var high: UInt8 = 0
        for byte in text { high |= byte }
        guard high < 0x80 else { return nil }
        guard text.count >= bytes.count else { return false }
        guard let first = bytes.first else { return true }
        return bytes.withUnsafeBufferPointer { part in
            switch position {
            case .start: return Self.fits(text, at: 0, part)
            case .end: return Self.fits(text, at: text.count - part.count, part)
            case .within:
                for start in 0...(text.count - part.count)
                where Self.lowered(text[start]) == first && Self.fits(text, at: start, part) { return true }
                return false
            }
        }
    }

    @inline(__always)
    private static func fits(
        _ text: UnsafeBufferPointer<UInt8>, at start: Int, _ part: UnsafeBufferPointer<UInt8>
    )
        -> Bool
    {
        for offset in 0..<part.count where lowered(text[start + offset]) != part[offset] { return false }
        return true
    }

    @inline(__always)
    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}
