import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Lists a person's own answers in a project that stand, newest first; each may be corrected.
public struct ListMyAnswers: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Where the last page ended.
        public var cursor: String?
        /// How many at most, from 1 to 500.
        public var limit: Int

        /// An input.
        public init(project: String, cursor: String? = nil, limit: Int = 50) {
            self.project = project
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// A page.
    public struct Output: Sendable, Codable, Hashable {
        /// The answers.
        public var items: [Answer]
        /// Where the next page begins.
        public var next: String?
    }

    /// One answer; the same members whatever its task's purpose, which it does not tell.
    public struct Answer: Sendable, Codable, Hashable {
        /// The annotation.
        public var annotation: AnnotationID
        /// The task.
        public var task: TaskID
        /// What was asked about, by its name in the outside world.
        public var key: String
        /// Label or adjudicate.
        public var kind: TaskKind
        /// The answer.
        public var value: JSONValue?
        /// The answer as people read it.
        public var text: String
        /// Whether the person was unsure.
        public var unsure: Bool
        /// What the person added.
        public var comment: String?
        /// Whether it counts; `revised` stands beside a first answer that does.
        public var state: AnnotationState
        /// Whether it was given without sight of the model's answer.
        public var blind: Bool
        /// When.
        public var createdAt: Instant
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        let limit = try PageRules.check(limit: input.limit)
        var before: Instant?
        if let cursor = input.cursor {
            guard let milliseconds = Int(cursor) else {
                throw Problem(
                    .invalid, "cursor_malformed", "This is no cursor of this list; begin without one.", at: "cursor")
            }
            before = Instant(milliseconds: milliseconds)
        }
        return try await services.database.read { [before] tx in
            let project = try WorkAccess.project(input.project, for: .viewProject, as: actor, tx).project
            let found = try AnnotationStore.newest(
                of: worker, in: project.id, before: before, limit: limit + 1, tx)
            let isExternal = try WorkerKindStore.kind(of: worker, tx).isExternal
            let items = try found.prefix(limit).compactMap { answer -> Answer? in
                guard let item = try ItemStore.find(answer.item, in: actor.workspace, tx),
                    let task = try TaskStore.find(answer.task, in: actor.workspace, tx)
                else { return nil }
                return Answer(
                    annotation: answer.id, task: answer.task, key: isExternal ? "" : item.key, kind: task.kind,
                    value: answer.value, text: answer.value.map(project.text(of:)) ?? "", unsure: answer.unsure,
                    comment: answer.comment, state: answer.state, blind: answer.mode == .manual,
                    createdAt: answer.createdAt)
            }
            let last = found.count > limit ? found[limit - 1].createdAt : nil
            return Output(items: items, next: last.map { String($0.milliseconds) })
        }
    }
}
