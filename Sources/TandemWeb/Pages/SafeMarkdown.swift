/// A small Markdown for guidelines: headings, paragraphs, flat lists, quotes, code, emphasis and links.
///
/// Raw HTML is text here, and a link goes to http or https only, so the result is safe whoever wrote the source.
enum SafeMarkdown {
    /// Renders `source`; never fails, what is not understood is text.
    static func html(_ source: String) -> String {
        var parser = Parser()
        for line in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            parser.take(line)
        }
        parser.close()
        return parser.output.joined(separator: "\n")
    }

    private struct Parser {
        private enum Block: Equatable { case none, paragraph, unordered, ordered, quote, code }

        private var block = Block.none
        private var lines: [String] = []
        private(set) var output: [String] = []

        mutating func take(_ line: Substring) {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("```") {
                if block == .code { close() } else { begin(.code) }
            } else if block == .code {
                lines.append(HTMLText.escape(String(line)))
            } else if text.allSatisfy(\.isWhitespace) {
                close()
            } else if let heading = SafeMarkdown.heading(text) {
                close()
                output.append(heading)
            } else if text.allSatisfy({ $0 == "-" }), text.count >= 3 {
                close()
                output.append("<hr>")
            } else {
                takeFlow(text)
            }
        }

        private mutating func takeFlow(_ text: Substring) {
            if let item = SafeMarkdown.bullet(text) {
                begin(.unordered)
                lines.append(SafeMarkdown.inline(item))
            } else if let item = SafeMarkdown.numbered(text) {
                begin(.ordered)
                lines.append(SafeMarkdown.inline(item))
            } else if text.hasPrefix(">") {
                begin(.quote)
                lines.append(SafeMarkdown.inline(text.dropFirst().drop { $0 == " " }))
            } else if block == .unordered || block == .ordered, let last = lines.popLast() {
                lines.append(last + " " + SafeMarkdown.inline(text))
            } else {
                begin(.paragraph)
                lines.append(SafeMarkdown.inline(text))
            }
        }

        private mutating func begin(_ next: Block) {
            guard block != next else { return }
            close()
            block = next
        }

        mutating func close() {
            switch block {
            case .none: break
            case .paragraph: output.append("<p>" + lines.joined(separator: "\n") + "</p>")
            case .quote: output.append("<blockquote><p>" + lines.joined(separator: "\n") + "</p></blockquote>")
            case .code: output.append("<pre><code>" + lines.joined(separator: "\n") + "</code></pre>")
            case .unordered: output.append("<ul>" + items() + "</ul>")
            case .ordered: output.append("<ol>" + items() + "</ol>")
            }
            lines = []
            block = .none
        }

        private func items() -> String { lines.map { "<li>" + $0 + "</li>" }.joined() }
    }

    private static func heading(_ text: Substring) -> String? {
        let level = text.prefix { $0 == "#" }.count
        guard (1...4).contains(level), text.dropFirst(level).first == " " else { return nil }
        // Pages have their own h1, so a guideline's headings begin one lower.
        let tag = "h\(min(level + 1, 4))"
        return "<\(tag)>" + inline(text.dropFirst(level + 1)) + "</\(tag)>"
    }

    private static func bullet(_ text: Substring) -> Substring? {
        guard let first = text.first, "-*+".contains(first), text.dropFirst().first == " " else { return nil }
        return text.dropFirst(2)
    }

    private static func numbered(_ text: Substring) -> Substring? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.count), text.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return text.dropFirst(digits.count + 2)
    }
}
