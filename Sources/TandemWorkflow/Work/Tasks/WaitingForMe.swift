import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// What waits for a person, project by project.
public struct WaitingForMe: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug; nil means every project in which the person has a role.
        public var project: String?

        /// An input.
        public init(project: String? = nil) { self.project = project }
    }

    /// What waits.
    public struct Output: Sendable, Codable, Hashable {
        /// The projects in which the person can work.
        public var items: [Waiting]
    }

    /// What waits in one project.
    public struct Waiting: Sendable, Codable, Hashable {
        /// The project's id.
        public var project: ProjectID
        /// Its name in URLs.
        public var slug: String
        /// Its name.
        public var name: String
        /// Label tasks the person could claim now, counted up to 100.
        public var label: Int
        /// Review tasks, counted up to 100.
        public var review: Int
        /// Adjudicate tasks, counted up to 100.
        public var adjudicate: Int
        /// Agents' actions to approve, counted up to 100.
        public var approve: Int
        /// Tasks the person holds.
        public var held: Int
        /// Answers of the person that stand.
        public var answered: Int
    }

    /// Where counting stops.
    public static let most = 100

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard let worker = actor.worker else { return Output(items: []) }
        let now = services.clock.now
        return try await services.database.read { tx in
            var projects: [Project] = []
            if let one = input.project {
                projects = [try WorkAccess.project(one, for: .viewProject, as: actor, tx).project]
            } else {
                for id in actor.roles.keys.sorted().prefix(100) {
                    if let found = try? ProjectStore.find(id, in: actor.workspace, tx) { projects.append(found) }
                }
            }
            return Output(items: try projects.compactMap { try Self.waiting(in: $0, worker, actor, now, tx) })
        }
    }

    private static func waiting(
        in project: Project, _ worker: WorkerID, _ actor: Actor, _ now: Instant, _ tx: any ReadTransaction
    ) throws -> Waiting? {
        guard let kinds = try? WorkAccess.kinds(for: actor, in: project, wanted: nil) else { return nil }
        let count = { (kind: TaskKind) in
            guard kinds.contains(kind) else { return 0 }
            return try ClaimStore.count(kind, for: worker, in: project.id, limit: most, tx)
        }
        let held = try LeaseStore.live(of: worker, in: project.id, tx).count { $0.expiresAt > now }
        return try Waiting(
            project: project.id, slug: project.slug, name: project.name, label: count(.label), review: count(.review),
            adjudicate: count(.adjudicate), approve: count(.approve), held: held,
            answered: ProgressStore.find(worker, in: project.id, tx).answers)
    }
}
