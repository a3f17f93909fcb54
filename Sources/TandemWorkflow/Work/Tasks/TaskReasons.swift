import TandemOversight
import TandemTabular
import TandemWork

/// Why a case came to a person, as its task tells it.
///
/// A blind task says no more than that the case is a live one: whether it is an audit, and what the model was unsure of,
/// would tell its view. Tasks that stand in for others unannounced tell what those would.
enum TaskReasons {
    /// The details of a live case's task.
    static func details(of route: Route, blind: Bool) -> JSONValue {
        guard !blind else { return ["reasons": ["live_case"]] }
        let reasons = route.reasons.filter { $0.code != .certified }
        return [
            "reasons": .array(
                reasons.map { ["code": .string($0.code.rawValue), "text": .string($0.text)] })
        ]
    }

    /// What a task's details tell.
    static func reasons(of task: WorkTask) -> [TaskPayload.Reason] {
        (task.details["reasons"]?.array ?? []).compactMap { reason in
            if let code = reason.string { return .init(code: code, text: text(of: code)) }
            guard let code = reason["code"]?.string, let text = reason["text"]?.string else { return nil }
            return task.blind ? nil : .init(code: code, text: text)
        }
    }

    private static func text(of code: String) -> String {
        switch code {
        case "live_case": "A live case waits"
        case "disagreement": "People disagree"
        case "unsure": "People were unsure"
        case "low_confidence": "The answers are not sure enough"
        case "rejected": "A reviewer rejected the answer"
        case "spot_check": "Spot check"
        default: TaskReasons.words(code)
        }
    }

    private static func words(_ code: String) -> String {
        let words = code.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
