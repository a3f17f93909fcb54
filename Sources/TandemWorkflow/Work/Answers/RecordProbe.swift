import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Takes the answer to the question that follows some tasks: did the explanation help, or what will the model say.
public struct RecordProbe: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task it followed.
        public var task: TaskID
        /// The answer.
        public var body: Body

        /// An input.
        public init(task: TaskID, body: Body) {
            self.task = task
            self.body = body
        }
    }

    /// The answer.
    public struct Body: Sendable, Codable, Hashable {
        /// 1 (no) to 5 (very much), to the question whether the explanation helped.
        public var rating: Int?
        /// The label that the person thinks the model will give.
        public var predicted: String?

        /// A body.
        public init(rating: Int? = nil, predicted: String? = nil) {
            self.rating = rating
            self.predicted = predicted
        }
    }

    /// What was noted.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
        /// Whether it was noted now; false when it was already.
        public var recorded: Bool
    }

    private struct Asked: Sendable {
        let item: Item
        let project: Project
        let task: WorkTask
        let lease: Lease
        let probe: ProbeRules.Probe
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        let asked = try await services.database.read { try Self.asked(input.task, worker, actor, $0) }
        let answer = try Self.check(input.body, asked)
        var facts: [String: JSONValue] = [
            "task": .string(input.task.rawValue), "item": .string(asked.item.id.rawValue),
            "simulated": .bool(actor.isSimulated),
            "explained": .bool(asked.lease.shown?["explained"]?.bool ?? false),
        ]
        facts["model_version"] = asked.lease.shown?["model_version"]
        switch answer {
        case .rating(let rating): facts["rating"] = JSONValue(rating)
        case .predicted(let label):
            // Asked only now: a blind task's payload must not know.
            guard let said = try await actual(asked) else {
                throw Problem(.conflict, "no_model", "There is no live model any more whose answer could be foreseen.")
            }
            facts["predicted"] = .string(label)
            facts["actual"] = .string(said.label)
            facts["correct"] = .bool(said.label == label)
            facts["model_version"] = .string(said.modelVersion)
        }
        let kind: EventKind = asked.probe == .rating ? .explanationRated : .explanationProbe
        let written = facts
        let isNew = try await services.database.write { tx -> Bool in
            guard try LeaseStore.note(probe: asked.probe.rawValue, task: input.task, fence: asked.lease.fence, in: tx)
            else { return false }
            let telling = AnswerEvents(project: asked.project, task: asked.task, actor: actor)
            try services.ledger.append([try telling.draft(kind, subject: input.task.rawValue, written)], in: tx)
            return true
        }
        return Output(task: input.task, recorded: isNew)
    }

    private func actual(_ asked: Asked) async throws -> Suggestion? {
        if let label = asked.lease.shown?["label"]?.string, let version = asked.lease.shown?["model_version"]?.string {
            return Suggestion(label: label, probability: 0, modelVersion: version)
        }
        return try await services.suggestions.suggestion(for: asked.item, in: asked.project)
    }

    private static func asked(
        _ id: TaskID, _ worker: WorkerID, _ actor: Actor, _ tx: any ReadTransaction
    ) throws -> Asked {
        guard let task = try TaskStore.find(id, in: actor.workspace, tx) else {
            throw Problem.noSuch("task", id.rawValue)
        }
        let project = try WorkAccess.project(task.project.rawValue, for: .viewProject, as: actor, tx).project
        guard let lease = try LeaseStore.last(of: worker, on: id, tx),
            let item = try ItemStore.find(task.item, in: actor.workspace, tx)
        else { throw LeaseHolding.lost(id) }
        let probe = ProbeRules.probe(
            task: id, worker: worker, isBlind: task.blind, hasExplanation: lease.shown?["explained"]?.bool ?? false,
            project: project)
        if probe == .predict, lease.shown?["revealed"]?.bool == true {
            throw Problem(
                .conflict, "revealed", "You have seen what the model says; there is nothing left to guess.",
                facts: ["task": id.rawValue])
        }
        guard let probe else {
            throw Problem(.conflict, "nothing_asked", "No question follows this task.", facts: ["task": id.rawValue])
        }
        return Asked(item: item, project: project, task: task, lease: lease, probe: probe)
    }

    private enum Checked {
        case rating(Int)
        case predicted(String)
    }

    private static func check(_ body: Body, _ asked: Asked) throws(Problem) -> Checked {
        switch asked.probe {
        case .rating:
            guard let rating = body.rating, (1...5).contains(rating) else {
                throw Problem(.invalid, "bad_value", "A rating is a whole number from 1 to 5.", at: "/rating")
            }
            return .rating(rating)
        case .predict:
            guard let label = body.predicted, asked.project.question.labels.contains(where: { $0.value == label })
            else {
                throw Problem(
                    .invalid, "bad_value", "The prediction is one of the question's labels.", at: "/predicted")
            }
            return .predicted(label)
        }
    }
}
