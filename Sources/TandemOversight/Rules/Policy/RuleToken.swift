/// A piece of a rule's text.
struct RuleToken: Equatable {
    enum Kind: Equatable {
        case word(String)
        case column(String)
        case text(String)
        case number(Double)
        case symbol(String)
        case end
    }

    let kind: Kind
    let column: Int

    /// How the piece is named in messages.
    var shown: String {
        switch kind {
        case .word(let word), .symbol(let word): "“\(word)”"
        case .column(let name): "the column `\(name)`"
        case .text(let text): "the text \"\(text)\""
        case .number(let number): "the number \(number)"
        case .end: "the end of the rule"
        }
    }
}

/// Cuts a rule's text into pieces.
struct RuleLexer {
    private let text: [Character]
    private var place = 0

    init(_ text: String) {
        self.text = Array(text)
    }

    mutating func tokens() throws(RuleError) -> [RuleToken] {
        var found: [RuleToken] = []
        while true {
            while place < text.count, text[place].isWhitespace { place += 1 }
            let column = place + 1
            guard place < text.count else {
                found.append(RuleToken(kind: .end, column: column))
                return found
            }
            found.append(RuleToken(kind: try next(text[place], at: column), column: column))
        }
    }

    private mutating func next(_ first: Character, at column: Int) throws(RuleError) -> RuleToken.Kind {
        if first == "\"" || first == "'" { return .text(try quoted(first, at: column)) }
        if first == "`" { return .column(try quoted(first, at: column)) }
        if first.isNumber || first == "." || isSign(first) { return .number(try number(at: column)) }
        if first.isLetter || first == "_" {
            return .word(take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        }
        for symbol in ["->", "&&", "||", "<=", ">=", "!=", "==", "<", ">", "=", "(", ")", ","]
        where starts(with: symbol) {
            place += symbol.count
            return .symbol(symbol)
        }
        throw RuleError(
            column: column, "“\(first)” means nothing here; text stands in quotes, odd column names in `…`.")
    }

    private func starts(with symbol: String) -> Bool {
        text[place...].starts(with: symbol)
    }

    /// A sign belongs to a number when a digit or a point follows; `->` does not.
    private func isSign(_ first: Character) -> Bool {
        guard first == "-" || first == "+", place + 1 < text.count else { return false }
        return text[place + 1].isNumber || text[place + 1] == "."
    }

    private mutating func take(while belongs: (Character) -> Bool) -> String {
        let start = place
        while place < text.count, belongs(text[place]) { place += 1 }
        return String(text[start..<place])
    }

    private mutating func number(at column: Int) throws(RuleError) -> Double {
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
            throw RuleError(column: column, "“\(digits)” is not a number.")
        }
        return number
    }

    /// Text up to the closing quote; a doubled quote stands for itself.
    private mutating func quoted(_ quote: Character, at column: Int) throws(RuleError) -> String {
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
        throw RuleError(column: column, "The quote \(quote) that opens here is never closed.")
    }
}
