import TandemLabeling
import TandemLedger
import TandemTabular

/// One of a list of labels.
public struct ChoiceQuestion: QuestionKind {
    /// Its stable name.
    public let name = "choice"
    /// The version of the form of its answers.
    public let version = 1

    /// The kind; it has no settings.
    public init() {}

    /// Refuses a question that nobody could answer.
    public func check(_ question: Question) throws(Problem) {
        let values = question.labels.map(\.value)
        guard (2...100).contains(values.count), Set(values).count == values.count,
            values.allSatisfy({ !$0.isEmpty && $0.count <= 100 })
        else {
            throw Problem(
                .invalid, "bad_question", "A choice needs 2 to 100 different labels of 1 to 100 characters.",
                at: "/question/labels")
        }
    }

    /// The answer in its one stored form.
    public func normalize(_ value: JSONValue, for question: Question) throws(Problem) -> JSONValue {
        guard let text = value.string, question.labels.contains(where: { $0.value == text }) else {
            let known = question.labels.map(\.value).joined(separator: ", ")
            throw QuestionKinds.badValue("The answer must be one of: \(known).")
        }
        return value
    }

    /// The label of an answer, where there is one.
    public func label(of value: JSONValue) -> String? { value.string }

    /// Whether two answers say the same.
    public func agrees(_ first: JSONValue, _ second: JSONValue, for question: Question) -> Bool { first == second }

    /// By what the project's aggregator learned, by majority before; a tie, or a winner below the threshold, is not
    /// settled.
    ///
    /// Before a fit the winner's share of votes must reach the threshold; with a fit of majority its posterior too; with
    /// one of the other methods, which may trust one person more than two others, its posterior alone.
    public func settle(
        _ votes: [CastVote], for question: Question, threshold: Double, fit: StoredFit?
    ) -> Settlement {
        let places = Dictionary(
            question.labels.enumerated().map { ($1.value, $0) }, uniquingKeysWith: { first, _ in first })
        let cast = votes.compactMap { vote in
            vote.value.string.flatMap { places[$0] }.map { ItemVote(worker: vote.worker.rawValue, label: $0) }
        }
        let known = fit.flatMap { $0.labels == question.labels.map(\.value) ? $0 : nil }
        let method = known?.method ?? MajorityVote.name
        let learned = known?.learned.fit ?? MajorityVote().unfitted(labelCount: question.labels.count)
        let consensus = learned.consensus(of: cast)
        guard let winner = consensus.label, !consensus.isTie else {
            return Settlement(value: nil, posterior: nil, method: method, fit: known?.id)
        }
        // Before a fit the smoothed posterior speaks of how few votes there are, not of disagreement.
        let share = Double(cast.count { $0.label == winner }) / Double(cast.count)
        let isAgreed = share >= threshold || method != MajorityVote.name
        let isSure = isAgreed && (known == nil || consensus.posterior[winner] >= threshold)
        let value = isSure ? Optional(JSONValue.string(question.labels[winner].value)) : .none
        return Settlement(
            value: value, posterior: consensus.confidence, method: method, fit: known?.id)
    }

    /// The answer as people read it.
    public func text(of value: JSONValue, for question: Question) -> String {
        question.labels.first { $0.value == value.string }?.text ?? value.string ?? ""
    }
}
