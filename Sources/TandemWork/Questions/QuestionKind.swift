import TandemLedger
import TandemTabular

/// A kind of question: what an answer may be, when two agree, what many come to.
///
/// Extension point: one file here and one line in `QuestionKinds`.
/// An answer is a JSON value that only its kind looks into; nothing outside assumes a label.
public protocol QuestionKind: Sendable {
    /// Its stable name, as it stands in `Question.kind`.
    var name: String { get }

    /// The version of the form of its answers; exported with them.
    var version: Int { get }

    /// Refuses a question that nobody could answer.
    func check(_ question: Question) throws(Problem)

    /// The answer in its one stored form.
    /// - Throws: `Problem` bad_value when it is no answer to the question.
    func normalize(_ value: JSONValue, for question: Question) throws(Problem) -> JSONValue

    /// The label that models learn and figures count; nil for answers that have none.
    func label(of value: JSONValue) -> String?

    /// Whether two answers say the same.
    func agrees(_ first: JSONValue, _ second: JSONValue, for question: Question) -> Bool

    /// What votes come to; `nil` value when they do not settle it.
    ///
    /// - Parameters:
    ///   - votes: the sure answers.
    ///   - question: what was asked.
    ///   - threshold: the least share of votes, and the least posterior once there is a fit, that settles.
    ///   - fit: what the aggregator learned last; nil before its first fit.
    /// - Returns: the answer, its posterior where the kind has one, and the method.
    func settle(_ votes: [CastVote], for question: Question, threshold: Double, fit: StoredFit?) -> Settlement

    /// The answer as people read it.
    func text(of value: JSONValue, for question: Question) -> String
}

extension QuestionKind {
    /// What votes come to before any fit.
    public func settle(_ votes: [CastVote], for question: Question, threshold: Double) -> Settlement {
        settle(votes, for: question, threshold: threshold, fit: nil)
    }
}

/// One answer as it counts: who gave which value.
public struct CastVote: Sendable, Hashable {
    /// Who answered.
    public let worker: WorkerID
    /// The answer.
    public let value: JSONValue

    /// A vote.
    public init(worker: WorkerID, value: JSONValue) {
        self.worker = worker
        self.value = value
    }
}

/// What votes come to.
public struct Settlement: Sendable, Hashable {
    /// The settled answer; nil when an adjudicator is needed.
    public let value: JSONValue?
    /// The probability that it is right, by the aggregator's lights.
    public let posterior: Double?
    /// The name of the method.
    public let method: String
    /// The fit that gave the posterior; nil without one.
    public let fit: FitID?

    /// A settlement.
    public init(value: JSONValue?, posterior: Double?, method: String, fit: FitID? = nil) {
        self.value = value
        self.posterior = posterior
        self.method = method
        self.fit = fit
    }
}

/// The kinds of questions there are.
public enum QuestionKinds {
    /// All of them.
    public static let all: [any QuestionKind] = [ChoiceQuestion(), NumberQuestion(), TextQuestion()]

    /// The kind with this name.
    /// - Throws: `Problem` unknown_question_kind.
    public static func named(_ name: String) throws(Problem) -> any QuestionKind {
        if let kind = all.first(where: { $0.name == name }) { return kind }
        let known = all.map(\.name).joined(separator: ", ")
        throw Problem(
            .invalid, "unknown_question_kind", "There is no kind of question \(name); known are \(known).",
            at: "/question/kind")
    }

    /// An answer as it is exported: tagged with its kind and the version of its form.
    public static func exported(_ value: JSONValue, of question: Question) throws(Problem) -> JSONValue {
        let kind = try named(question.kind)
        return ["kind": .string(kind.name), "version": JSONValue(kind.version), "value": value]
    }

    static func badValue(_ message: String) -> Problem { Problem(.invalid, "bad_value", message, at: "/value") }
}

extension Question {
    /// The answer in its one stored form, and its label.
    /// - Throws: `Problem` bad_value.
    public func normalize(_ value: JSONValue) throws(Problem) -> (value: JSONValue, label: String?) {
        let kind = try QuestionKinds.named(self.kind)
        var bare = value
        if let tag = value["kind"]?.string, tag == self.kind, let inner = value["value"] { bare = inner }
        let normal = try kind.normalize(bare, for: self)
        return (normal, kind.label(of: normal))
    }

    /// Refuses a question that nobody could answer.
    /// - Throws: `Problem` bad_question.
    public func check() throws(Problem) {
        guard !prompt.isEmpty, prompt.count <= 500 else {
            throw Problem(
                .invalid, "bad_question", "A question needs a prompt of 1 to 500 characters.", at: "/question/prompt")
        }
        try QuestionKinds.named(kind).check(self)
    }
}
