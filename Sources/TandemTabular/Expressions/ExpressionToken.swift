/// A piece of an expression's text.
public struct ExpressionToken: Equatable {
    /// What the piece is.
    public enum Kind: Equatable {
        /// A name or keyword.
        case word(String)
        /// A column's name in `…`.
        case column(String)
        /// Text in quotes.
        case text(String)
        /// A number.
        case number(Double)
        /// A regular expression in /…/, and whether it ignores case.
        case pattern(String, ignoresCase: Bool)
        /// A sign.
        case symbol(String)
        /// Nothing more.
        case end
    }

    /// What the piece is.
    public let kind: Kind
    /// Where it starts, in characters from 1.
    public let column: Int

    /// How the piece is named in messages.
    public var shown: String {
        switch kind {
        case .word(let word), .symbol(let word): "“\(word)”"
        case .column(let name): "the column `\(name)`"
        case .text(let text): "the text \"\(text)\""
        case .number(let number): "the number \(number)"
        case .pattern(let source, _): "the regular expression /\(source)/"
        case .end: "the end of the rule"
        }
    }
}
