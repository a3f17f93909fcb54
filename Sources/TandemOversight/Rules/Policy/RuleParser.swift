/// Reads one rule: `condition -> human [priority 0…99]`.
///
/// ```
/// amount > 2000 -> human
/// country not in ("DE", "FR") and model.probability < 0.98 -> human priority 5
/// `first order` is missing or note contains "refund" -> human
/// action == "refund" && amount > 100 -> human
/// ```
/// `&&` and `||` are other ways to write `and` and `or`. A rule that names `action`, or an argument as `action.amount`,
/// speaks of agents' actions alone; in it a name that is no column of the item is an argument.
/// The only target is `human`: what may be automatic is the certificate's to say, a rule can only ask for more people.
struct RuleParser {
    private let tokens: [RuleToken]
    private var place = 0
    private let columns: [String: RuleColumnType]?
    private var depth = 0

    /// Deeper nesting is refused rather than risking the stack.
    private static let deepest = 50

    init(_ text: String, columns: [String: RuleColumnType]?) throws(RuleError) {
        var lexer = RuleLexer(text)
        tokens = try lexer.tokens()
        self.columns = columns
    }

    private var token: RuleToken { tokens[place] }

    /// Whether the rule names an agent's action or an argument of one.
    private var isAboutActions: Bool {
        tokens.contains { token in
            guard case .word(let word) = token.kind else { return false }
            return word == "action" || word.hasPrefix("action.")
        }
    }

    mutating func rule(source: String) throws(RuleError) -> PolicyRule {
        let condition = try self.condition()
        guard takeSymbol("->") else {
            throw error("A condition ends with -> human, but here stands \(token.shown).")
        }
        guard takeWord("human") else {
            throw error("A rule can only send to “human”, but here stands \(token.shown).")
        }
        var priority: Int?
        if takeWord("priority") {
            guard case .number(let number) = token.kind, number == number.rounded(), (0...99).contains(number) else {
                throw error("A priority is a whole number from 0 (most urgent) to 99.")
            }
            priority = Int(number)
            place += 1
        }
        guard token.kind == .end else { throw error("The rule should end here, but here stands \(token.shown).") }
        return PolicyRule(source: source, condition: condition, priority: priority)
    }

    private mutating func condition() throws(RuleError) -> RuleCondition {
        var left = try conjunction()
        while takeWord("or") || takeSymbol("||") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(RuleError) -> RuleCondition {
        var left = try factor()
        while takeWord("and") || takeSymbol("&&") { left = .and(left, try factor()) }
        return left
    }

    private mutating func factor() throws(RuleError) -> RuleCondition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("The rule is nested more than \(Self.deepest) deep.") }
        if takeWord("not") { return .not(try factor()) }
        if takeSymbol("(") {
            let inner = try condition()
            guard takeSymbol(")") else { throw error("A closing ) is missing before \(token.shown).") }
            return inner
        }
        return try comparison()
    }

    private mutating func comparison() throws(RuleError) -> RuleCondition {
        let (term, type) = try self.term()
        if takeWord("is") {
            let negated = takeWord("not")
            guard takeWord("missing") else { throw error("After “is” comes “missing” or “not missing”.") }
            return negated ? .not(.missing(term)) : .missing(term)
        }
        if takeWord("not") {
            guard takeWord("in") else { throw error("After “not” comes “in (…)”.") }
            return .not(.among(term, try list(type)))
        }
        if takeWord("in") { return .among(term, try list(type)) }
        if takeWord("contains") {
            guard case .text(let part) = token.kind else { throw error("After “contains” comes text in quotes.") }
            if let type, type != .text { throw error("Only text can contain something; this is a \(type.rawValue).") }
            place += 1
            return .contains(term, part)
        }
        guard case .symbol(let symbol) = token.kind,
            let comparison = RuleComparison(rawValue: symbol == "==" ? "=" : symbol)
        else {
            throw error(
                "Expected a comparison (= != < <= > >=, in, contains, is missing), but here stands \(token.shown).")
        }
        if comparison.isOrder, type == .flag { throw error("True and false have no order; use = or !=.") }
        place += 1
        return .compare(term, comparison, try literal(type, ordered: comparison.isOrder))
    }

    private mutating func term() throws(RuleError) -> (RuleTerm, RuleColumnType?) {
        let name: String
        switch token.kind {
        case .word("model.label"):
            place += 1
            return (.label, .text)
        case .word("model.probability"):
            place += 1
            return (.probability, .number)
        case .word(let word) where !Self.keywords.contains(word.lowercased()): name = word
        case .column(let column): name = column
        default: throw error("Expected a column's name, but here stands \(token.shown).")
        }
        if let columns, columns[name] == nil {
            if isAboutActions {
                place += 1
                return (.column(name), name == "action" ? .text : nil)
            }
            throw error("There is no column \(name); there are \(columns.keys.sorted().joined(separator: ", ")).")
        }
        place += 1
        return (.column(name), columns?[name])
    }

    private mutating func list(_ type: RuleColumnType?) throws(RuleError) -> [RuleLiteral] {
        guard takeSymbol("(") else { throw error("After “in” comes a list in parentheses.") }
        var literals = [try literal(type, ordered: false)]
        while takeSymbol(",") { literals.append(try literal(type, ordered: false)) }
        guard takeSymbol(")") else { throw error("The list is not closed; expected , or ) before \(token.shown).") }
        return literals
    }

    private mutating func literal(_ type: RuleColumnType?, ordered: Bool) throws(RuleError) -> RuleLiteral {
        let literal: RuleLiteral
        switch token.kind {
        case .number(let number): literal = .number(number)
        case .text(let text): literal = .text(text)
        case .word(let word) where ["true", "false"].contains(word.lowercased()):
            literal = .flag(word.lowercased() == "true")
        case .word(let word): throw error("Text stands in quotes: \"\(word)\".")
        default: throw error("Expected a number, text in quotes, true or false, but here stands \(token.shown).")
        }
        if ordered, literal.type == .flag { throw error("True and false have no order; use = or !=.") }
        if let type, type != literal.type {
            throw error("This column holds a \(type.rawValue), but \(token.shown) is a \(literal.type.rawValue).")
        }
        place += 1
        return literal
    }

    private static let keywords: Set<String> = [
        "and", "or", "not", "in", "is", "missing", "contains", "true", "false", "human", "priority",
    ]

    private mutating func takeWord(_ expected: String) -> Bool {
        guard case .word(let word) = token.kind, word.lowercased() == expected else { return false }
        place += 1
        return true
    }

    private mutating func takeSymbol(_ expected: String) -> Bool {
        guard token.kind == .symbol(expected) else { return false }
        place += 1
        return true
    }

    private func error(_ message: String) -> RuleError {
        RuleError(column: token.column, message)
    }
}
