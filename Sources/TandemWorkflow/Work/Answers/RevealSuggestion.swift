import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Shows what the model says of a case that a person has answered blind.
///
/// From then on the answer can no longer be taken back as if nothing had been seen; a change of mind is a correction
/// (`CorrectAnnotation`) that says so.
public struct RevealSuggestion: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task that was answered.
        public var task: TaskID

        /// An input.
        public init(task: TaskID) { self.task = task }
    }

    /// The person's answer beside the model's.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
        /// What the person said; absent when unsure without an answer.
        public var value: JSONValue?
        /// Whether the person was unsure.
        public var unsure: Bool
        /// What the model says.
        public var suggestion: TaskPayload.SuggestedLabel
        /// Why it leans that way; absent when it cannot say.
        public var explanation: Explanation?
        /// Whether both say the same.
        public var agrees: Bool
        /// The case again, for a screen that shows the next one already.
        public var item: TaskPayload.ItemContent
        /// What was asked.
        public var question: Question
    }

    private struct Answered: Sendable {
        let task: WorkTask
        let project: Project
        let item: Item
        let lease: Lease
        let answer: Annotation
        let isExternal: Bool
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` not_answered, not_blind or no_model.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        let answered = try await services.database.read { try Self.answered(input.task, worker, actor, $0) }
        guard let said = try await services.suggestions.suggestion(for: answered.item, in: answered.project) else {
            throw Problem(.conflict, "no_model", "There is no live model whose answer could be shown.")
        }
        let shown: JSONValue = [
            "label": .string(said.label), "probability": .number(said.probability),
            "model_version": .string(said.modelVersion), "label_shown": true, "revealed": true,
            "explained": .bool(said.explanation != nil),
        ]
        let lease = answered.lease
        if lease.shown == nil {
            let services = services
            try await services.database.write { tx in
                // The answer may have been taken back while the model was asked.
                guard try AnnotationStore.standing(of: worker, on: lease.task, tx) != nil else {
                    throw Self.notAnswered(lease.task)
                }
                guard try LeaseStore.note(shown: shown, task: lease.task, fence: lease.fence, in: tx) else { return }
                try services.ledger.append([try Self.event(said, answered, by: actor)], in: tx)
            }
        }
        return Self.output(said, answered)
    }

    private static func output(_ said: Suggestion, _ answered: Answered) -> Output {
        Output(
            task: answered.task.id, value: answered.answer.value, unsure: answered.answer.unsure,
            suggestion: .init(label: said.label, probability: said.probability, modelVersion: said.modelVersion),
            explanation: said.explanation, agrees: answered.answer.label == said.label,
            item: ItemView.content(
                of: answered.item, schema: answered.project.schema, isExternal: answered.isExternal),
            question: answered.project.question)
    }

    private static func event(_ said: Suggestion, _ answered: Answered, by actor: Actor) throws -> EventDraft {
        try AnswerEvents(project: answered.project, task: answered.task, actor: actor).draft(
            .annotationRevealed, subject: answered.answer.id.rawValue,
            [
                "annotation": .string(answered.answer.id.rawValue), "item": .string(answered.item.id.rawValue),
                "task": .string(answered.task.id.rawValue), "label": .string(said.label),
                "score": .number(said.probability), "model_version": .string(said.modelVersion),
                "agrees": .bool(answered.answer.label == said.label), "simulated": .bool(actor.isSimulated),
            ])
    }

    private static func answered(
        _ id: TaskID, _ worker: WorkerID, _ actor: Actor, _ tx: any ReadTransaction
    ) throws -> Answered {
        guard let task = try TaskStore.find(id, in: actor.workspace, tx) else {
            throw Problem.noSuch("task", id.rawValue)
        }
        let project = try WorkAccess.project(task.project.rawValue, for: .viewProject, as: actor, tx).project
        guard let lease = try LeaseStore.last(of: worker, on: id, tx),
            let answer = try AnnotationStore.standing(of: worker, on: id, tx),
            let item = try ItemStore.find(task.item, in: actor.workspace, tx)
        else { throw notAnswered(id) }
        guard task.blind, task.kind == .label else {
            throw Problem(
                .conflict, "not_blind", "The model's view is shown only after label tasks that were answered blind.",
                facts: ["task": id.rawValue])
        }
        return Answered(
            task: task, project: project, item: item, lease: lease, answer: answer,
            isExternal: try WorkerKindStore.kind(of: worker, tx).isExternal)
    }

    private static func notAnswered(_ task: TaskID) -> Problem {
        Problem(
            .conflict, "not_answered", "Answer first: the model's view is shown after your own answer.",
            facts: ["task": task.rawValue])
    }
}
