extension SafeMarkdown {
    /// Emphasis, code and links inside one line; everything else is escaped text.
    static func inline(_ text: Substring) -> String {
        var html = ""
        var plain = ""
        var rest = text
        while let first = rest.first {
            if let (piece, after) = span(at: rest) {
                html += HTMLText.escape(plain) + piece
                plain = ""
                rest = after
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        return html + HTMLText.escape(plain)
    }

    private static func span(at text: Substring) -> (html: String, rest: Substring)? {
        if let (inner, rest) = enclosed(text, by: "`") {
            return ("<code>" + HTMLText.escape(String(inner)) + "</code>", rest)
        }
        if let (inner, rest) = enclosed(text, by: "**") { return ("<strong>" + inline(inner) + "</strong>", rest) }
        if let (inner, rest) = enclosed(text, by: "*") { return ("<em>" + inline(inner) + "</em>", rest) }
        return link(at: text)
    }

    private static func enclosed(_ text: Substring, by mark: String) -> (Substring, Substring)? {
        guard text.hasPrefix(mark) else { return nil }
        let inside = text.dropFirst(mark.count)
        guard let first = inside.first, !first.isWhitespace, let end = inside.firstRange(of: mark) else { return nil }
        let inner = inside[..<end.lowerBound]
        guard !inner.isEmpty, inner.last?.isWhitespace == false else { return nil }
        return (inner, inside[end.upperBound...])
    }

    private static func link(at text: Substring) -> (String, Substring)? {
        guard text.first == "[", let middle = text.firstRange(of: "]("),
            let end = text[middle.upperBound...].firstIndex(of: ")")
        else { return nil }
        let words = text[text.index(after: text.startIndex)..<middle.lowerBound]
        let target = String(text[middle.upperBound..<end])
        guard !words.isEmpty, !words.contains("["), isWebAddress(target) else { return nil }
        let html = "<a href=\"" + HTMLText.escape(target) + "\" rel=\"noopener noreferrer\">"
        return (html + HTMLText.escape(String(words)) + "</a>", text[text.index(after: end)...])
    }

    private static func isWebAddress(_ target: String) -> Bool {
        let lower = target.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return false }
        return !target.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F }
    }
}
