import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Asks for a new model: queues one job that trains the challenger and, to tell people's share in it, the same
/// without what people said since the live model was trained.
public struct RequestTraining: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// What the request's body says.
        public var body: Body
        /// The caller's idempotency key.
        public var onceKey: String?

        /// A request for a new model.
        public init(project: String, body: Body = Body(), onceKey: String? = nil) {
            self.project = project
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// What the request's body says; everything has a default.
    public struct Body: Sendable, Codable {
        /// `logistic`, `boosting` or `auto` (the default).
        public var learner: TrainingRequest.Choice?
        /// Settings of the learner that differ from its defaults.
        public var parameters: JSONValue?
        /// One arm alone; both when absent.
        public var arm: Arm?

        /// A body.
        public init(learner: TrainingRequest.Choice? = nil, parameters: JSONValue? = nil, arm: Arm? = nil) {
            self.learner = learner
            self.parameters = parameters
            self.arm = arm
        }
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Queues the job.
    /// - Throws: `Problem` conflict when one of the project waits or runs already, invalid for unusable parameters.
    public func run(_ input: Input, as actor: Actor) async throws -> JobView {
        let now = services.clock.now
        let services = services
        let id: JobID = services.random.id(at: now)
        let seed = services.random.seed()
        return try await services.database.write { tx in
            let project = try ProjectStore.find(input.project, in: actor.workspace, tx)
            let role = try Permissions.require(.trainModel, in: project.id, for: actor)
            let bytes = try Wire.encode(input.body) + Array(project.id.rawValue.utf8)
            return try Once.run(
                key: input.onceKey, operation: "RequestTraining", request: bytes, actor: actor, now: now, in: tx
            ) {
                try Self.check(input.body, project)
                if let waiting = try JobStore.unfinished(of: project.id, kind: TrainingRequest.jobKind, tx).first {
                    throw Problem(
                        .conflict, "already_training", "A model of this project is being trained; wait for its job.",
                        facts: ["job": waiting.id.rawValue])
                }
                let hasLive = try LiveModelStore.find(project.id, tx) != nil
                let arms: [Arm] =
                    input.body.arm.map { [$0] } ?? (hasLive ? [.withPeople, .withoutPeople] : [.withPeople])
                if !hasLive, arms.contains(.withoutPeople) {
                    throw Problem(
                        .conflict, "no_live_model", "There is no live model to compare with yet.", at: "/arm")
                }
                let request = TrainingRequest(
                    learner: input.body.learner ?? .auto, parameters: input.body.parameters ?? [:], arms: arms,
                    askedAs: role?.rawValue ?? "system")
                let job = NewJob(
                    id: id, workspace: project.workspace, project: project.id, kind: TrainingRequest.jobKind,
                    input: request.json, seed: seed, createdBy: actor.id, createdAt: now)
                try JobStore.insert(job, in: tx)
                return JobView(job)
            }.output
        }
    }

    private static func check(_ body: Body, _ project: Project) throws {
        guard project.question.kind == "choice", project.question.labels.count >= 2 else {
            throw Problem(
                .conflict, "not_a_choice",
                "Built-in learners learn to choose among labels; this project asks for a \(project.question.kind).")
        }
        _ = try LearnerParameters(json: body.parameters ?? [:], learner: body.learner ?? .auto)
    }
}
