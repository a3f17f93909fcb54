import TandemLedger
import TandemTabular

/// A number in a range; two numbers no further apart than the question's step agree.
public struct NumberQuestion: QuestionKind {
    /// Its stable name.
    public let name = "number"
    /// The version of the form of its answers.
    public let version = 1

    /// The kind; it has no settings.
    public init() {}

    /// Refuses a question that nobody could answer.
    public func check(_ question: Question) throws(Problem) {
        let low = question.minimum ?? -.greatestFiniteMagnitude
        let high = question.maximum ?? .greatestFiniteMagnitude
        guard low.isFinite, high.isFinite, low < high, (question.step ?? 1) > 0 else {
            throw Problem(
                .invalid, "bad_question", "A number needs a minimum below its maximum and a positive step.",
                at: "/question")
        }
    }

    /// The answer in its one stored form.
    public func normalize(_ value: JSONValue, for question: Question) throws(Problem) -> JSONValue {
        guard let number = value.number, number.isFinite else {
            throw QuestionKinds.badValue("The answer must be a number.")
        }
        let low = question.minimum ?? -.greatestFiniteMagnitude
        let high = question.maximum ?? .greatestFiniteMagnitude
        guard (low...high).contains(number) else {
            throw QuestionKinds.badValue("The answer must be from \(low) to \(high).")
        }
        return value
    }

    /// The label of an answer, where there is one.
    public func label(of value: JSONValue) -> String? { nil }

    /// Whether two answers say the same.
    public func agrees(_ first: JSONValue, _ second: JSONValue, for question: Question) -> Bool {
        guard let first = first.number, let second = second.number else { return false }
        // A thousandth of a step absorbs rounding of decimal fractions.
        return abs(first - second) <= (question.step ?? 0) * 1.001
    }

    /// The median, when the share of votes that agree with it reaches the threshold; of an even number the lower one.
    public func settle(
        _ votes: [CastVote], for question: Question, threshold: Double, fit: StoredFit?
    ) -> Settlement {
        let sorted = votes.compactMap { $0.value.number }.sorted()
        guard !sorted.isEmpty else { return Settlement(value: nil, posterior: nil, method: "median") }
        let median = JSONValue.number(sorted[(sorted.count - 1) / 2])
        let agreeing = sorted.count { agrees(.number($0), median, for: question) }
        let share = Double(agreeing) / Double(sorted.count)
        return Settlement(value: share >= threshold ? .some(median) : .none, posterior: nil, method: "median")
    }

    /// The answer as people read it.
    public func text(of value: JSONValue, for question: Question) -> String {
        let number = (try? value.canonicalString) ?? ""
        return question.unit.map { number + " " + $0 } ?? number
    }
}
