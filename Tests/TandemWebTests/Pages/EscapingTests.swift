import Foundation
import Testing

@testable import TandemWeb

struct EscapingTests {
    /// A quote and an accent make one grapheme, which an escaper that looks at characters lets through.
    static let attack = "\"\u{301}><script>alert(1)</script>'<\u{338}img src=x onerror=alert(2)>"
    /// Keys whose values are names of colors, states and roles, chosen by the program.
    private static let chosen: Set = [
        "tone", "gateTone", "routeTone", "certificateTone", "verdictTone", "actionTone", "state", "role", "direction",
    ]

    private static func poison(_ value: Any, key: String = "") -> Any {
        switch value {
        case let text as String: chosen.contains(key) ? text : text + attack
        case let list as [Any]: list.map { poison($0, key: key) }
        case let object as [String: Any]:
            Dictionary(uniqueKeysWithValues: object.map { ($0.key, poison($0.value, key: $0.key)) })
        default: value
        }
    }

    @Test func `text in every field of every page stays text`() throws {
        let templates = try Templates()
        for (sample, view) in try SampleFiles.views({ Self.poison($0) }) {
            let html = Array(try templates.render(view).utf8)
            for forbidden in ["<script>alert", "\"\u{301}", "<\u{338}", "<img"] {
                #expect(html.firstRange(of: Array(forbidden.utf8)) == nil, "\(sample.name): \(forbidden)")
            }
            #expect(html.firstRange(of: Array("&lt;script&gt;alert(1)".utf8)) != nil, "\(sample.name)")
        }
    }

    @Test func `escaping keeps what needs none and finds what hides in a grapheme`() {
        #expect(HTMLText.escape("Zoë & <b> 'x'") == "Zoë &amp; &lt;b&gt; &#39;x&#39;")
        #expect(Array(HTMLText.escape("\"\u{301}").utf8) == Array("&quot;\u{301}".utf8))
        #expect(HTMLText.escape("plain") == "plain")
    }

    @Test(arguments: [
        ("# Title", "<h2>Title</h2>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>"),
        ("**a** *b* `c<d`", "<p><strong>a</strong> <em>b</em> <code>c&lt;d</code></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("**open", "<p>**open</p>"),
        (
            "[x](https://example.org/?a=1&b=2)",
            "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\">x</a></p>"
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        (
            "[x](https://a\"onmouseover=1)",
            "<p><a href=\"https://a&quot;onmouseover=1\" rel=\"noopener noreferrer\">x</a></p>"
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("", ""),
    ])
    func `guidelines become safe HTML`(source: String, html: String) {
        #expect(SafeMarkdown.html(source) == html)
    }
}
