import TandemLedger
import TandemTabular

/// A text; two agree when they differ only in case and in white space.
public struct TextQuestion: QuestionKind {
    /// Its stable name.
    public let name = "text"
    /// The version of the form of its answers.
    public let version = 1

    /// The kind; it has no settings.
    public init() {}

    /// Refuses a question that nobody could answer.
    public func check(_ question: Question) throws(Problem) {
        guard (1...20_000).contains(question.maxLength ?? 2000) else {
            throw Problem(
                .invalid, "bad_question", "A text's max_length must be from 1 to 20,000.", at: "/question/max_length")
        }
    }

    /// The answer in its one stored form.
    public func normalize(_ value: JSONValue, for question: Question) throws(Problem) -> JSONValue {
        let limit = question.maxLength ?? 2000
        guard let text = value.string, text.contains(where: { !$0.isWhitespace }), text.count <= limit else {
            throw QuestionKinds.badValue("The answer must be a text of 1 to \(limit) characters.")
        }
        let start = text.drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace } ?? start.startIndex
        return .string(String(start[...end]))
    }

    /// The label of an answer, where there is one.
    public func label(of value: JSONValue) -> String? { nil }

    /// Whether two answers say the same.
    public func agrees(_ first: JSONValue, _ second: JSONValue, for question: Question) -> Bool {
        Self.folded(first) == Self.folded(second)
    }

    /// The first given of the wordings that most people gave, when their share reaches the threshold.
    public func settle(
        _ votes: [CastVote], for question: Question, threshold: Double, fit: StoredFit?
    ) -> Settlement {
        let counts = Dictionary(votes.map { (Self.folded($0.value), 1) }, uniquingKeysWith: +)
        let most = counts.values.max() ?? 0
        let winner = votes.first { counts[Self.folded($0.value)] == most }
        let isTie = counts.values.count { $0 == most } > 1
        guard let winner, !isTie, Double(most) / Double(votes.count) >= threshold else {
            return Settlement(value: nil, posterior: nil, method: "wording")
        }
        return Settlement(value: winner.value, posterior: nil, method: "wording")
    }

    /// The answer as people read it.
    public func text(of value: JSONValue, for question: Question) -> String { value.string ?? "" }

    private static func folded(_ value: JSONValue) -> String {
        (value.string ?? "").lowercased().split { $0.isWhitespace }.joined(separator: " ")
    }
}
