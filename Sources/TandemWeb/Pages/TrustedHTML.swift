import Mustache

/// HTML that a template may print as it is, because `SafeMarkdown` alone can make it.
struct TrustedHTML: Sendable, MustacheCustomRenderable {
    let renderText: String
    let isNull = false

    /// Renders Markdown that anybody may have written.
    init(markdown: String) {
        renderText = SafeMarkdown.html(markdown)
    }
}

extension TrustedHTML: Decodable {
    /// A sample holds Markdown, so that no HTML gets in here unrendered.
    init(from decoder: any Decoder) throws {
        self.init(markdown: try decoder.singleValueContainer().decode(String.self))
    }
}
