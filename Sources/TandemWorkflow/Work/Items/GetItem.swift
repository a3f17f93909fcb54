import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Shows one item with everything people did about it.
public struct GetItem: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The item.
        public var id: ItemID

        /// An input.
        public init(id: ItemID) { self.id = id }
    }

    /// The item and its history.
    public struct Output: Sendable, Codable, Hashable {
        /// The item.
        public var item: ItemView
        /// Its project.
        public var project: ProjectID
        /// The answers, oldest first.
        public var answers: [AnswerView]
    }

    /// One answer.
    public struct AnswerView: Sendable, Codable, Hashable {
        /// Its id.
        public var id: AnnotationID
        /// Who answered, as a random id.
        public var worker: WorkerID
        /// The answer.
        public var value: JSONValue?
        /// Whether the person was unsure.
        public var unsure: Bool
        /// What the person added.
        public var comment: String?
        /// Whether the model's answer was in view.
        public var mode: AnswerMode
        /// Whether it counts.
        public var state: AnnotationState
        /// Active milliseconds.
        public var activeMs: Int
        /// The guidelines that were in force.
        public var guidelineVersion: Int
        /// When it was given.
        public var createdAt: Instant

        init(_ answer: Annotation) {
            id = answer.id
            worker = answer.worker
            value = answer.value
            unsure = answer.unsure
            comment = answer.comment
            mode = answer.mode
            state = answer.state
            activeMs = answer.activeMs
            guidelineVersion = answer.guidelineVersion
            createdAt = answer.createdAt
        }
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try await services.database.read { tx in
            guard let item = try ItemStore.find(input.id, in: actor.workspace, tx) else {
                throw Problem.noSuch("item", input.id.rawValue)
            }
            do {
                _ = try WorkAccess.project(item.project.rawValue, for: .listItems, as: actor, tx)
            } catch let problem as Problem where problem.kind == .notFound {
                throw Problem.noSuch("item", input.id.rawValue)
            }
            return Output(
                item: ItemView(item, resolution: try LabelStore.find(item.id, tx)), project: item.project,
                answers: try AnnotationStore.list(of: item.id, tx).map(AnswerView.init))
        }
    }
}
