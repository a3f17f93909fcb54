import TandemTabular

/// Reads one rule: `condition -> human [priority 0…99]`.
///
/// ```
/// amount > 2000 -> human
/// country not in ("DE", "FR") and model.probability < 0.98 -> human priority 5
/// `first order` is missing or note contains "refund" -> human
/// action == "refund" && amount > 100 -> human
/// ```
/// The condition is the house's ``Expression``. A rule that names `action`, or an argument as `action.amount`, speaks of
/// agents' actions alone; in it a name that is no column of the item is an argument. The only target is `human`: what may
/// be automatic is the certificate's to say, a rule can only ask for more people.
struct RuleParser {
    private var parser: ExpressionParser

    init(_ text: String, columns: [String: RuleColumnType]?) throws(RuleError) {
        let facts: [String: RuleColumnType] = [RuleFacts.labelName: .text, RuleFacts.probabilityName: .number]
        let known = columns.map { $0.merging(facts) { _, fact in fact } }
        parser = try ExpressionParser(text, columns: known.map(ExpressionColumns.typed) ?? .any)
        guard let known, parser.names.contains(where: { $0 == "action" || $0.hasPrefix("action.") }) else { return }
        let withAction = known.merging(["action": .text]) { column, _ in column }
        parser = try ExpressionParser(text, columns: .open(withAction))
    }

    mutating func rule(source: String) throws(RuleError) -> PolicyRule {
        let condition = RuleCondition(try parser.condition())
        guard parser.takeSymbol("->") else {
            throw parser.error("A condition ends with -> human, but here stands \(parser.token.shown).")
        }
        guard parser.takeWord("human") else {
            throw parser.error("A rule can only send to “human”, but here stands \(parser.token.shown).")
        }
        let priority = try parser.takeWord("priority") ? self.priority() : nil
        guard parser.token.kind == .end else {
            throw parser.error("The rule should end here, but here stands \(parser.token.shown).")
        }
        return PolicyRule(source: source, condition: condition, priority: priority)
    }

    private mutating func priority() throws(RuleError) -> Int {
        guard case .number(let number) = parser.token.kind, number == number.rounded(), (0...99).contains(number) else {
            throw parser.error("A priority is a whole number from 0 (most urgent) to 99.")
        }
        parser.advance()
        return Int(number)
    }
}
