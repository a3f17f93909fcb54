extension ExpressionParser {
    mutating func comparison() throws(ExpressionError) -> Operand {
        let left = try sum()
        let truth = Operand(type: .flag, place: left.place, shown: "the condition")
        if takeWord("is") {
            let isNegated = takeWord("not")
            guard takeWord("missing") else { throw error("After “is” comes “missing” or “not missing”.") }
            steps += isNegated ? [.isMissing, .not] : [.isMissing]
            return truth
        }
        let isNegated = takeWord("not")
        if takeWord("in") {
            steps.append(.among(try list(left)))
        } else if case .word(let word) = token.kind, let position = TextPosition(rawValue: word.lowercased()) {
            advance()
            try search(left, position)
        } else if takeWord("matches") {
            try matches(left)
        } else if isNegated {
            throw error("After “not” comes “in (…)”, “contains”, “starts_with”, “ends_with” or “matches”.")
        } else if case .symbol(let symbol) = token.kind,
            let comparison = ExpressionComparison(rawValue: symbol == "==" ? "=" : symbol)
        {
            try compare(left, comparison)
        } else {
            return left
        }
        if isNegated { steps.append(.not) }
        return truth
    }

    mutating func compare(_ left: Operand, _ comparison: ExpressionComparison) throws(ExpressionError) {
        if comparison.isOrder, left.type == .flag { throw error("True and false have no order; use = or !=.") }
        advance()
        let right = try sum()
        if comparison.isOrder, right.type == .flag {
            throw ExpressionError(column: right.place, "True and false have no order; use = or !=.")
        }
        try agree(left, right)
        if comparison.isOrder, left.type == nil, right.type == nil {
            try demand(.number, of: left)
            try demand(.number, of: right)
        }
        steps.append(.compare(comparison))
    }

    mutating func search(_ left: Operand, _ position: TextPosition) throws(ExpressionError) {
        let right = try sum()
        for operand in [left, right] {
            if let type = operand.type, type != .text {
                throw ExpressionError(
                    column: right.place,
                    "Only text can stand beside “\(position.rawValue)”; \(operand.shown) is a "
                        + "\(type.rawValue).")
            }
            try demand(.text, of: operand)
        }
        steps.append(.search(position))
    }

    mutating func matches(_ left: Operand) throws(ExpressionError) {
        if let type = left.type, type != .text {
            throw error("Only text can match something; \(left.shown) is a \(type.rawValue).")
        }
        try demand(.text, of: left)
        let source: String
        var ignoresCase = false
        switch token.kind {
        case .pattern(let text, let ignores): (source, ignoresCase) = (text, ignores)
        case .text(let text): source = text
        default: throw error("After “matches” comes a regular expression in /…/, but here stands \(token.shown).")
        }
        do throws(PatternError) {
            steps.append(.matches(try Pattern(source, ignoresCase: ignoresCase)))
        } catch {
            // Inside the slashes or quotes the expression starts one character further on.
            throw ExpressionError(column: token.column + error.column, error.message)
        }
        advance()
    }

    mutating func list(_ left: Operand) throws(ExpressionError) -> [ExpressionValue] {
        guard takeSymbol("(") else { throw error("After “in” comes a list in parentheses.") }
        var values = [try literal(like: left)]
        while takeSymbol(",") { values.append(try literal(like: left)) }
        guard takeSymbol(")") else { throw error("The list is not closed; expected , or ) before \(token.shown).") }
        return values
    }

    mutating func literal(like left: Operand) throws(ExpressionError) -> ExpressionValue {
        let start = token
        let isNegative = takeSymbol("-")
        let value: ExpressionValue
        let type: ExpressionType
        switch token.kind {
        case .number(let number): (value, type) = (.number(isNegative ? -number : number), .number)
        case .text(let text) where !isNegative: (value, type) = (.text(text), .text)
        case .word(let word) where !isNegative && ["true", "false"].contains(word.lowercased()):
            (value, type) = (.flag(word.lowercased() == "true"), .flag)
        case .word(let word): throw error("Text stands in quotes: \"\(word)\".")
        default: throw error("Expected a number, text in quotes, true or false, but here stands \(token.shown).")
        }
        try agree(left, Operand(type: type, place: start.column, shown: start.shown))
        advance()
        return value
    }
}
