import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Says that a person can do tasks that need a skill.
public struct GrantSkill: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The person.
        public var worker: WorkerID
        /// The skill.
        public var skill: String

        /// An input.
        public init(project: String, worker: WorkerID, skill: String) {
            self.project = project
            self.worker = worker
            self.skill = skill
        }
    }

    /// The person's skills now.
    public struct Output: Sendable, Codable, Hashable {
        /// The person.
        public var worker: WorkerID
        /// All skills in the project.
        public var skills: [String]
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard (1...60).contains(input.skill.count) else {
            throw Problem(.invalid, "bad_skill", "A skill has 1 to 60 characters.", at: "/skill")
        }
        return try await services.database.write { tx in
            let (project, role) = try WorkAccess.project(input.project, for: .grantSkill, as: actor, tx)
            if try SkillStore.grant(input.skill, to: input.worker, in: project, tx: tx) {
                try services.ledger.append(
                    [
                        EventDraft(
                            .skillGranted, by: actor, as: role, project: project.id, subject: input.worker.rawValue,
                            facts: ["skill": .string(input.skill)])
                    ], in: tx)
            }
            return Output(worker: input.worker, skills: try SkillStore.list(of: input.worker, in: project.id, tx))
        }
    }
}
