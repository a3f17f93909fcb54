import TandemLedger
import TandemTabular
import Testing

@testable import TandemOversight

struct ActionRulesTests {
    private func action(_ amount: Double = 120, name: String = "refund") throws -> AgentAction {
        try AgentAction(name: name, arguments: ["amount": .number(amount), "to": ["country": "NL"]])
    }

    private func route(
        _ action: AgentAction, _ rules: [String], automatic: [String] = ["refund"], item: [String: JSONValue] = [:],
        askPerson: Bool = false, monitors: [String] = []
    ) throws -> Route {
        let policy = RoutingPolicy(rules: try rules.map { try PolicyRule($0) }, automaticActions: automatic)
        return ActionRules.route(action, policy: policy, item: item, askPerson: askPerson, monitors: monitors)
    }

    @Test func `the hash is that of the canonical JSON of name and arguments, whatever the order of members`() throws {
        // printf '%s' '{"arguments":{"amount":120,"to":{"country":"NL"}},"name":"refund"}' | sha256sum
        let expected = "4146f3d6a8a3121d1dc09179378f12aba88220b883e24dcf1eb9885a86e2da5e"
        #expect(try action().hash == expected)
        let other = try JSONValue(parsing: Array(#"{"to": {"country": "NL"}, "amount": 120.0}"#.utf8))
        #expect(try AgentAction(name: "refund", arguments: other.object ?? [:]).hash == expected)
        #expect(try action(120.5).hash != expected)
        #expect(try action(name: "refund2").hash != expected)
    }

    @Test func `an action goes without a person only if the policy names it`() throws {
        #expect(try route(action(), []).kind == .auto)
        let other = try route(action(name: "delete"), [])
        #expect(other.kind == .human && other.reasons.map(\.code) == [.actionNeedsPerson])
        #expect(try route(action(), [], automatic: []).kind == .human)
        #expect(try route(action(), [], askPerson: true).reasons.map(\.code) == [.askedForPerson])
        #expect(try route(action(), [], monitors: ["population"]).reasons.map(\.code) == [.monitorFired])
    }

    @Test func `a rule names actions and their arguments`() throws {
        let rule = #"action == "refund" && amount > 100 -> human priority 3"#
        let held = try route(action(), [rule])
        #expect(held.kind == .human && held.reasons.map(\.code) == [.rule] && held.priority == 3)
        #expect(try route(action(80), [rule]).kind == .auto)
        #expect(try route(action(name: "note"), [rule], automatic: ["note"]).kind == .auto)
        #expect(try route(action(), [#"action.to.country != "DE" || action = "x" -> human"#]).kind == .human)
        #expect(try route(action(), ["action.amount > 500 -> human"]).kind == .auto)
    }

    @Test func `a rule about an argument that is missing or of another type sends the action to a person`() throws {
        let missing = try route(action(), [#"action == "refund" and limit > 100 -> human"#])
        #expect(missing.reasons.map(\.code) == [.ruleUndecided])
        #expect(try route(action(), ["action.to > 1 -> human"]).reasons.map(\.code) == [.ruleUndecided])
        #expect(try route(action(), ["model.probability < 0.9 -> human"]).reasons.map(\.code) == [.ruleUndecided])
    }

    @Test func `where a column and an argument share a name, either of them sends the action to a person`() throws {
        let rule = #"action == "refund" and amount > 100 -> human"#
        #expect(try route(action(5), [rule], item: ["amount": 5000]).kind == .human)
        #expect(try route(action(5000), [rule], item: ["amount": 5]).kind == .human)
        #expect(try route(action(5), [rule], item: ["amount": 6]).kind == .auto)
    }

    @Test func `a rule about actions says nothing about a case without one`() throws {
        let policy = RoutingPolicy(rules: [try PolicyRule(#"action == "refund" && amount > 100 -> human"#)])
        let proposal = Proposal(source: .live, model: nil, version: "m-1", scores: ["yes": 0.99, "no": 0.01])
        let certificate = CertificateStanding.valid(
            CertificateID(rawValue: "c"), about: .live(ModelID(rawValue: "m")), thresholds: ["yes": 0.9])
        let route = RoutingRules.route(
            proposal, certificate: certificate, policy: policy, item: ["amount": 500], askPerson: false, monitors: [],
            coin: false)
        #expect(route.kind == .auto)
        let own = RoutingRules.route(
            proposal, certificate: certificate, policy: policy, item: ["amount": 500, "action": "refund"],
            askPerson: false, monitors: [], coin: false)
        #expect(own.kind == .human, "a column called action keeps its meaning")
    }

    @Test func `rules about actions are checked against the schema as far as it goes`() throws {
        let columns: [String: RuleColumnType] = ["country": .text]
        #expect(throws: Never.self) {
            try PolicyRule(#"action == "refund" && amount > 100 and country = "NL" -> human"#, columns: columns)
        }
        #expect(throws: RuleError.self) { try PolicyRule("amount > 100 -> human", columns: columns) }
        #expect(throws: RuleError.self) { try PolicyRule("action > 3 -> human", columns: columns) }
        #expect(throws: RuleError.self) { try PolicyRule(#"action = "x" & amount > 1 -> human"#, columns: columns) }
    }

    @Test func `an answer is bound to what was seen and says exactly what may be done`() throws {
        let asked = try action()
        func answer(
            _ verdict: ActionVerdict, seen: String? = nil, _ arguments: [String: JSONValue]? = nil,
            _ message: String? = nil
        ) -> Result<ActionAnswer, Problem> {
            Result { () throws(Problem) in
                try ActionRules.answer(
                    to: asked, verdict: verdict, seen: seen ?? asked.hash, arguments: arguments, message: message)
            }
        }
        #expect(try answer(.accept).get().allowed == asked)
        let edited = try answer(.edit, ["amount": 60, "to": ["country": "NL"]]).get()
        #expect(edited.allowed?.arguments["amount"] == 60 && edited.allowed?.hash != asked.hash)
        #expect(ActionRules.edited(asked, edited) == ["amount"])
        #expect(try answer(.reject).get().allowed == nil)
        #expect(try answer(.respond, nil, "Ask for the order number.").get().message == "Ask for the order number.")
        func code(_ result: Result<ActionAnswer, Problem>) -> String? {
            if case .failure(let problem) = result { problem.code } else { nil }
        }
        #expect(code(answer(.accept, seen: try action(121).hash)) == "action_changed")
        #expect(code(answer(.edit)) == "verdict_invalid")
        #expect(code(answer(.edit, asked.arguments)) == "verdict_invalid")
        #expect(code(answer(.accept, ["amount": 1])) == "verdict_invalid")
        #expect(code(answer(.respond, nil, "")) == "verdict_invalid")
    }

    @Test func `names and arguments that no record could be bound to are refused`() {
        #expect(throws: Problem.self) { try AgentAction(name: "", arguments: [:]) }
        #expect(throws: Problem.self) { try AgentAction(name: "two words", arguments: [:]) }
        #expect(throws: Problem.self) { try AgentAction(name: "a", arguments: ["x": .number(.infinity)]) }
        let long = JSONValue.string(String(repeating: "x", count: AgentAction.most))
        #expect(throws: Problem.self) { try AgentAction(name: "a", arguments: ["x": long]) }
    }
}
