import TandemLedger
import TandemTabular

/// Decides who answers an agent's action, and checks what is answered.
///
/// No certificate speaks of actions. One goes ahead without a person only if the policy names it and nothing at all
/// speaks for a person; whatever is missing takes the safe side.
public enum ActionRules {
    /// Who answers an action.
    ///
    /// A rule may speak of `action` (the name), of `action.amount` (an argument) and, plainly, of `amount`. Where a
    /// column of the item has the name of an argument, the rule is read both ways, and either sends it to a person.
    ///
    /// - Parameters:
    ///   - action: what the agent wants to do.
    ///   - policy: the project's policy.
    ///   - item: the item's values by column.
    ///   - askPerson: whether the caller asks for a person.
    ///   - monitors: the names of the monitors that have fired.
    /// - Returns: `auto` only if the policy lets it go and no rule, monitor or caller asks for a person.
    public static func route(
        _ action: AgentAction, policy: RoutingPolicy, item: [String: JSONValue], askPerson: Bool, monitors: [String]
    ) -> Route {
        var reasons: [RoutingReason] = []
        if askPerson { reasons.append(RoutingReason(.askedForPerson, "The caller asked for a person.")) }
        let readings = readings(of: action, item: item)
        var priority: Int?
        for rule in policy.rules {
            guard let reason = reason(of: rule, readings) else { continue }
            reasons.append(reason)
            if let asked = rule.priority { priority = min(priority ?? asked, asked) }
        }
        for monitor in monitors {
            reasons.append(RoutingReason(.monitorFired, "The monitor \(monitor) has fired."))
        }
        if !policy.automaticActions.contains(action.name) {
            let text = "The policy lets no action \(action.name) go without a person."
            reasons.append(RoutingReason(.actionNeedsPerson, text))
        }
        guard reasons.isEmpty else {
            return Route(kind: .human, reasons: reasons, audited: false, priority: priority)
        }
        let text = "The policy lets \(action.name) go without a person; no certificate stands behind that."
        return Route(kind: .auto, reasons: [RoutingReason(.actionAllowed, text)], audited: false, priority: nil)
    }

    private static func reason(of rule: PolicyRule, _ readings: [RuleFacts]) -> RoutingReason? {
        let answers = readings.map { rule.condition.holds(for: $0) }
        if answers.contains(true) { return RoutingReason(.rule, rule.source) }
        if answers.allSatisfy({ $0 == false }) { return nil }
        return RoutingReason(.ruleUndecided, "\(rule.source) (a value is missing or of another type)")
    }

    /// The facts with arguments before columns and the other way around.
    private static func readings(of action: AgentAction, item: [String: JSONValue]) -> [RuleFacts] {
        var named: [String: JSONValue] = ["action": .string(action.name)]
        flatten(.object(action.arguments), under: "action", into: &named)
        return [true, false].map { argumentsFirst in
            var facts = item
            facts.merge(action.arguments) { own, argument in argumentsFirst ? argument : own }
            facts.merge(named) { _, named in named }
            return RuleFacts(item: facts, label: nil, probability: nil)
        }
    }

    private static func flatten(_ value: JSONValue, under name: String, into facts: inout [String: JSONValue]) {
        for (member, inner) in value.object ?? [:] {
            facts[name + "." + member] = inner
            if inner.object != nil { flatten(inner, under: name + "." + member, into: &facts) }
        }
    }

    /// What a person answers, bound to what they saw.
    ///
    /// - Parameters:
    ///   - action: the action that waits.
    ///   - verdict: what is said.
    ///   - seen: the hash of the action on the screen.
    ///   - arguments: the arguments to take instead, with `edit` alone.
    ///   - message: what the agent is told; needed with `respond`.
    /// - Returns: the answer.
    /// - Throws: `Problem` `action_changed` when another action was seen, `verdict_invalid`, `action_invalid`.
    public static func answer(
        to action: AgentAction, verdict: ActionVerdict, seen: String, arguments: [String: JSONValue]?, message: String?
    ) throws(Problem) -> ActionAnswer {
        guard seen == action.hash else {
            throw Problem(
                .conflict, "action_changed", "This answer is about other arguments than those that wait; look again.",
                at: "/seen_hash", facts: ["hash": action.hash])
        }
        let words = message.flatMap { $0.isEmpty ? nil : $0 }
        if verdict == .respond, words == nil {
            throw Problem(.invalid, "verdict_invalid", "A response says something to the agent.", at: "/message")
        }
        guard (arguments != nil) == (verdict == .edit) else {
            throw Problem(
                .invalid, "verdict_invalid", "Arguments come with the verdict edit, and only with it.", at: "/arguments"
            )
        }
        var allowed: AgentAction? = verdict == .accept ? action : nil
        if let arguments {
            let edited = try action.with(arguments)
            guard edited.hash != action.hash else {
                throw Problem(
                    .invalid, "verdict_invalid", "Nothing was edited: accept the action instead.", at: "/arguments")
            }
            allowed = edited
        }
        return ActionAnswer(verdict: verdict, seen: seen, allowed: allowed, message: words)
    }

    /// What takes over at the deadline: nothing is done.
    public static let atDeadline = ActionAnswer(
        verdict: .reject, seen: nil, allowed: nil, message: "Nobody answered before the deadline.")

    /// The names of arguments that differ between what was proposed and what may be done, sorted.
    public static func edited(_ action: AgentAction, _ answer: ActionAnswer) -> [String] {
        guard let allowed = answer.allowed else { return [] }
        let names = Set(action.arguments.keys).union(allowed.arguments.keys)
        return names.filter { action.arguments[$0] != allowed.arguments[$0] }.sorted()
    }
}
