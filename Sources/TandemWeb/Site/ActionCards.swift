import TandemLedger
import TandemOversight
import TandemTabular
import TandemWorkflow

/// Shows an agent's action and what was answered.
enum ActionCards {
    static func card(_ decision: DecisionView, _ views: DecisionViews) -> DecisionPage.ActionCard? {
        guard let action = decision.action else { return nil }
        let (words, tone) = state(decision)
        let arguments = arguments(action, decision.answer, views)
        return DecisionPage.ActionCard(
            actionName: action.name, actionState: words, actionTone: tone, hash: action.hash, arguments: arguments,
            noArguments: action.arguments == nil
                ? "You may not see the arguments." : arguments.isEmpty ? "Without arguments." : nil,
            message: decision.answer?.message, binding: binding(decision))
    }

    /// What became of it, in few words.
    static func state(_ decision: DecisionView) -> (String, Tone) {
        guard let answer = decision.answer else { return ("waits for a person", .human) }
        let by = decision.decider == "auto" ? "policy" : decision.decider == "deadline" ? "its deadline" : "a person"
        return switch answer.verdict {
        case .accept: ("accepted by \(by)", decision.decider == "auto" ? .auto : .good)
        case .edit: ("edited by \(by)", .good)
        case .reject: ("rejected by \(by)", .bad)
        case .respond: ("answered by \(by)", .warn)
        }
    }

    private static func arguments(
        _ action: ActionView, _ answer: ActionAnswerView?, _ views: DecisionViews
    ) -> [DecisionPage.Argument] {
        guard let proposed = action.arguments?.object else { return [] }
        let allowed = answer?.arguments?.object
        return Set(proposed.keys).union(allowed?.keys ?? [:].keys).sorted().map { name in
            let isEdited = allowed != nil && allowed?[name] != proposed[name]
            return .init(
                argument: name, proposed: proposed[name].map(plain) ?? "absent",
                edited: isEdited ? allowed?[name].map(plain) ?? "removed" : nil)
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .number: value.plain
        case .bool, .null, .array, .object: (try? value.canonicalString) ?? ""
        }
    }

    private static func binding(_ decision: DecisionView) -> String {
        switch (decision.answer, decision.answer?.seenHash) {
        case (nil, _): "Whoever answers is bound to exactly these arguments, by this hash:"
        case (_?, nil): "Nobody looked at it: \(decision.decider == "auto" ? "the policy" : "the deadline") answered."
        case (_?, _?): "The person saw exactly these arguments; the answer is bound to this hash:"
        }
    }
}
