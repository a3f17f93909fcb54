extension ExpressionParser {
    mutating func sum() throws(ExpressionError) -> Operand {
        try calculated(["+", "-"]) { parser throws(ExpressionError) in
            try parser.calculated(["*", "/", "%"]) { parser throws(ExpressionError) in try parser.signed() }
        }
    }

    mutating func calculated(
        _ signs: [String], _ part: (inout ExpressionParser) throws(ExpressionError) -> Operand
    ) throws(ExpressionError) -> Operand {
        var left = try part(&self)
        while case .symbol(let sign) = token.kind, signs.contains(sign),
            let operation = ExpressionArithmetic(rawValue: sign)
        {
            try requireNumber(left, sign)
            advance()
            let right = try part(&self)
            try requireNumber(right, sign)
            steps.append(.calculate(operation))
            left = Operand(type: .number, place: left.place, shown: "the result of \(sign)")
        }
        return left
    }

    mutating func signed() throws(ExpressionError) -> Operand {
        let start = token.column
        guard takeSymbol("-") else {
            _ = takeSymbol("+")
            return try primary()
        }
        let operand = try nested { parser throws(ExpressionError) in try parser.signed() }
        try requireNumber(operand, "-")
        if case .value(.number(let number))? = steps.last {
            steps[steps.count - 1] = .value(.number(-number))
        } else {
            steps.append(.negate)
        }
        return Operand(type: .number, place: start, shown: "the number")
    }

    mutating func requireNumber(_ operand: Operand, _ sign: String) throws(ExpressionError) {
        if let type = operand.type, type != .number {
            throw ExpressionError(
                column: operand.place, "\(sign) calculates with numbers; \(operand.shown) is a \(type.rawValue).")
        }
        try demand(.number, of: operand)
    }

    mutating func primary() throws(ExpressionError) -> Operand {
        let start = token
        switch start.kind {
        case .number(let number): return take(.number(number), .number)
        case .text(let text): return take(.text(text), .text)
        case .word(let word) where ["true", "false"].contains(word.lowercased()):
            return take(.flag(word.lowercased() == "true"), .flag)
        case .column(let name): return try column(name)
        case .symbol("("):
            return try nested { parser throws(ExpressionError) in
                parser.advance()
                let inner = try parser.disjunction()
                guard parser.takeSymbol(")") else {
                    throw parser.error("A closing ) is missing before \(parser.token.shown).")
                }
                return inner
            }
        case .word(let word) where !Self.keywords.contains(word.lowercased()):
            if tokens[place + 1].kind == .symbol("(") { return try function(word) }
            return try column(word)
        default:
            throw error(
                "Expected a number, text in quotes, true or false, or a column's name, but here stands \(token.shown).")
        }
    }

    mutating func take(_ value: ExpressionValue, _ type: ExpressionType) -> Operand {
        let operand = Operand(type: type, place: token.column, shown: token.shown)
        steps.append(.value(value))
        advance()
        return operand
    }

    mutating func function(_ name: String) throws(ExpressionError) -> Operand {
        let start = token.column
        guard let function = ExpressionFunction(rawValue: name.lowercased()) else {
            let known = ExpressionFunction.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("There is no function \(name); there are \(known).")
        }
        advance()
        advance()
        let operand = try nested { parser throws(ExpressionError) in try parser.sum() }
        if let type = operand.type, type != .text {
            throw ExpressionError(
                column: operand.place, "\(name) is asked of text; \(operand.shown) is a \(type.rawValue).")
        }
        try demand(.text, of: operand)
        guard takeSymbol(")") else { throw error("A closing ) is missing before \(token.shown).") }
        steps.append(.function(function))
        return Operand(type: function.answer, place: start, shown: "the result of \(name)")
    }

    mutating func column(_ name: String) throws(ExpressionError) -> Operand {
        guard available.holds(name) else {
            let names = available.names
            let there = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
            throw error("There is no column \(name); there are \(there). Text stands in quotes: \"\(name)\".")
        }
        let number = columns.firstIndex(of: name) ?? columns.count
        if number == columns.count {
            columns.append(name)
            types.append(available.type(of: name))
        }
        steps.append(.column(number))
        let operand = Operand(
            type: types[number], place: token.column, shown: "the column `\(name)`", column: number)
        advance()
        return operand
    }

    static let keywords: Set<String> = [
        "and", "or", "not", "in", "is", "missing", "contains", "true", "false", "human", "priority",
    ]
}
