/// Cuts an expression's text into pieces.
struct ExpressionLexer {
    private let text: [Character]
    private var place = 0

    private static let symbols = [
        "->", "&&", "||", "<=", ">=", "!=", "==", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/", "%",
    ]

    init(_ text: String) { self.text = Array(text) }

    mutating func tokens() throws(ExpressionError) -> [ExpressionToken] {
        var found: [ExpressionToken] = []
        while true {
            while place < text.count, text[place].isWhitespace { place += 1 }
            let column = place + 1
            guard place < text.count else {
                found.append(ExpressionToken(kind: .end, column: column))
                return found
            }
            let isAfterMatches =
                if case .word(let word)? = found.last?.kind { word.lowercased() == "matches" } else { false }
            let kind = try isAfterMatches && text[place] == "/" ? pattern(at: column) : next(text[place], at: column)
            found.append(ExpressionToken(kind: kind, column: column))
        }
    }

    private mutating func next(_ first: Character, at column: Int) throws(ExpressionError) -> ExpressionToken.Kind {
        if first == "\"" || first == "'" { return .text(try quoted(first, at: column)) }
        if first == "`" { return .column(try quoted(first, at: column)) }
        if first.isNumber || first == "." { return .number(try number(at: column)) }
        if first.isLetter || first == "_" {
            return .word(take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        }
        for symbol in Self.symbols where text[place...].starts(with: symbol) {
            place += symbol.count
            return .symbol(symbol)
        }
        throw ExpressionError(
            column: column, "“\(first)” means nothing here; text stands in quotes, odd column names in `…`.")
    }

    private mutating func take(while belongs: (Character) -> Bool) -> String {
        let start = place
        while place < text.count, belongs(text[place]) { place += 1 }
        return String(text[start..<place])
    }

    private mutating func number(at column: Int) throws(ExpressionError) -> Double {
        var digits = String(text[place])
        place += 1
        while place < text.count {
            let character = text[place]
            let afterExponent = digits.last == "e" || digits.last == "E"
            guard
                character.isNumber || character.isLetter || character == "." || character == "_"
                    || (afterExponent && (character == "-" || character == "+"))
            else { break }
            digits.append(character)
            place += 1
        }
        guard let number = Double(digits), number.isFinite else {
            throw ExpressionError(column: column, "“\(digits)” is not a number.")
        }
        return number
    }

    /// Text up to the closing quote; a doubled quote stands for itself.
    private mutating func quoted(_ quote: Character, at column: Int) throws(ExpressionError) -> String {
        var content = ""
        place += 1
        while place < text.count {
            let character = text[place]
            place += 1
            if character != quote {
                content.append(character)
            } else if place < text.count, text[place] == quote {
                content.append(quote)
                place += 1
            } else {
                return content
            }
        }
        throw ExpressionError(column: column, "The quote \(quote) that opens here is never closed.")
    }

    /// A regular expression up to the closing slash; `\/` stands for a slash, an `i` behind it ignores case.
    private mutating func pattern(at column: Int) throws(ExpressionError) -> ExpressionToken.Kind {
        var source = ""
        place += 1
        while place < text.count, text[place] != "/" {
            if text[place] == "\\", place + 1 < text.count {
                if text[place + 1] != "/" { source.append(text[place]) }
                place += 1
            }
            source.append(text[place])
            place += 1
        }
        guard place < text.count else {
            throw ExpressionError(column: column, "The regular expression that opens here is never closed with /.")
        }
        place += 1
        let ignoresCase = place < text.count && text[place] == "i"
        if ignoresCase { place += 1 }
        return .pattern(source, ignoresCase: ignoresCase)
    }
}
