import TandemLedger
import TandemOversight
import TandemTabular
import Testing

struct PolicyRuleTests {
    private static let columns: [String: RuleColumnType] = [
        "amount": .number, "country": .text, "first order": .flag, "note": .text,
    ]
    private static let item: [String: JSONValue] = ["amount": 2500, "country": "DE", "first order": true]

    private func holds(_ rule: String, _ item: [String: JSONValue] = Self.item) throws -> Bool? {
        let facts = RuleFacts(item: item, label: "fraud", probability: 0.9)
        return try PolicyRule(rule, columns: Self.columns).condition.holds(for: facts)
    }

    @Test(arguments: [
        "amount > 2000 -> human", "amount>=2500->human", "amount == 2500 -> human", "amount != 1e3 -> human",
        "country = \"DE\" -> human", "country in ('FR', 'DE') -> human", "not country = 'FR' -> human",
        "country not in ('FR') -> human", "`first order` = true -> human", "note is missing -> human",
        "country is not missing -> human", "country contains \"d\" -> human", "model.label = 'fraud' -> human",
        "model.probability < 0.95 -> human priority 3", "amount < 0 or amount > -5 and country = 'DE' -> human",
        "(amount < 0 or amount > 2) and (country = 'DE') -> HUMAN", "note = 'x' or amount > 1 -> human",
    ])
    func `a rule that fits the case holds`(_ rule: String) throws {
        #expect(try holds(rule) == true)
    }

    @Test(arguments: [
        "amount > 2500 -> human", "country != 'DE' -> human", "note is not missing -> human",
        "note = 'x' and amount < 1 -> human", "not (amount > 1) -> human", "model.label in ('ok') -> human",
    ])
    func `a rule that does not fit the case does not hold`(_ rule: String) throws {
        #expect(try holds(rule) == false)
    }

    @Test(arguments: [
        "note = 'x' -> human", "not note contains 'x' -> human", "note in ('x') -> human",
        "note = 'x' and amount > 1 -> human", "note = 'x' or amount < 1 -> human",
    ])
    func `a comparison with a missing value is neither true nor false`(_ rule: String) throws {
        #expect(try holds(rule) == nil)
    }

    @Test func `a value of another type than the rule expects is neither true nor false`() throws {
        #expect(try holds("amount > 2000 -> human", ["amount": "2500"]) == nil)
        #expect(try holds("country = 'DE' -> human", ["country": 7]) == nil)
    }

    @Test(arguments: [
        ("amout > 1 -> human", 1, "no column amout"), ("amount > -> human", 10, "Expected a number"),
        ("amount > 'x' -> human", 10, "holds a number"), ("amount > 1 -> auto", 15, "only send to"),
        ("amount > 1", 11, "ends with -> human"), ("amount > 1 human", 12, "ends with -> human"),
        ("(amount > 1 -> human", 13, "closing )"), ("amount in 1 -> human", 11, "list in parentheses"),
        ("amount in (1 -> human", 14, "not closed"), ("country = DE -> human", 11, "stands in quotes"),
        ("country = \"DE -> human", 11, "never closed"), ("amount > 1.2.3 -> human", 10, "not a number"),
        ("amount > 1 -> human priority 200", 30, "0 (most urgent) to 99"), ("amount ? 1 -> human", 8, "means nothing"),
        ("amount contains 'x' -> human", 17, "Only text"), ("amount > 1 -> human now", 21, "should end here"),
        ("`first order` > true -> human", 15, "no order"), ("", 1, "column's name"),
        ("and -> human", 1, "column's name"),
        ("amount is 7 -> human", 11, "missing"), ("amount not 7 -> human", 12, "in (…)"),
    ])
    func `a malformed rule is refused with the place`(_ rule: String, _ column: Int, _ part: String) {
        let error = #expect(throws: RuleError.self) { try PolicyRule(rule, columns: Self.columns) }
        #expect(error?.column == column, "\(rule): \(error.map(\.message) ?? "")")
        #expect(error?.message.contains(part) == true, "\(error.map(\.message) ?? "")")
    }

    @Test func `nesting beyond any use is refused, not crashed on`() {
        let rule = String(repeating: "(", count: 100_000) + "amount > 1 -> human"
        #expect(throws: RuleError.self) { try PolicyRule(rule, columns: nil) }
        let negations = String(repeating: "not ", count: 100_000) + "amount > 1 -> human"
        #expect(throws: RuleError.self) { try PolicyRule(negations, columns: nil) }
    }

    @Test func `a policy reads back from its own JSON`() throws {
        let policy = RoutingPolicy(
            rules: [try PolicyRule("amount > 1 -> human priority 2")], auditShare: 0.25, auditDeadlineSeconds: 60,
            deadlineSeconds: 3600, defaultLabel: "ok", callback: "https://example.org/x", priority: 7, overlap: 3,
            outcomesAlwaysSeen: true, automaticActions: ["lookup"])
        #expect(try RoutingPolicy(json: policy.json) == policy)
        #expect(try RoutingPolicy(json: [:]) == RoutingPolicy())
    }

    @Test(
        arguments: [
            (["rule": []], "/rule"), (["rules": "x"], "/rules"), (["rules": [1]], "/rules/0"),
            (["rules": ["amount > 1 -> human", "x"]], "/rules/1"), (["audit_share": 1.5], "/audit_share"),
            (["audit_share": "a lot"], "/audit_share"), (["deadline_seconds": 0], "/deadline_seconds"),
            (["default": "maybe"], "/default"), (["callback": "ftp://x"], "/callback"),
            (["priority": 100], "/priority"),
            (["overlap": 0.5], "/overlap"), (["outcomes_always_seen": 1], "/outcomes_always_seen"),
            (["automatic_actions": [1]], "/automatic_actions"), (["automatic_actions": "x"], "/automatic_actions"),
        ] as [(JSONValue, String)])
    func `a malformed policy is refused with the place`(_ json: JSONValue, _ place: String) {
        let problem = #expect(throws: Problem.self) {
            try RoutingPolicy(json: json, columns: Self.columns, labels: ["fraud", "ok"])
        }
        #expect(problem?.place == place)
    }
}
