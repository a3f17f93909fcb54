import Mustache

/// Escaping text for HTML, byte by byte.
///
/// swift-mustache escapes grapheme clusters: a quote followed by a combining accent is one `Character`, so it is not
/// found in its table and would end an attribute. Bytes leave no such gap, because in UTF-8 the five characters that
/// matter never occur inside another.
enum HTMLText: Sendable {
    /// `text` for use between tags or inside a quoted attribute.
    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { replacement($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let replacement = replacement(byte) {
                bytes.append(contentsOf: replacement.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacement(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

/// The content type every template is rendered in.
struct ByteEscapedHTML: MustacheContentType {
    static let name = "BYTEHTML"

    func escapeText(_ text: String) -> String { HTMLText.escape(text) }
}
