import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemWork

/// How the people of a project answer: all of them for those who may see it, else only one's own figures.
public struct ListWorkerFigures: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String

        /// An input.
        public init(project: String) { self.project = project }
    }

    /// What may be seen.
    public struct Output: Sendable {
        /// The figures by worker.
        public var figures: [WorkerID: WorkerFigures]
        /// Skills by worker.
        public var skills: [WorkerID: Set<String>]
        /// Whether figures of others are left out.
        public var isOwnOnly: Bool

        /// What may be seen.
        public init(figures: [WorkerID: WorkerFigures], skills: [WorkerID: Set<String>], isOwnOnly: Bool) {
            self.figures = figures
            self.skills = skills
            self.isOwnOnly = isOwnOnly
        }
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` no_such_project; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let (project, skills) = try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .viewProject, as: actor, tx).project
            return (project, try StandingStore.skills(in: project.id, tx))
        }
        let maySeeAll = Permissions.role(for: .viewWorkerFigures, in: project.id, of: actor) != nil || actor.isSystem
        guard Permissions.role(for: .viewKPIs, in: project.id, of: actor) != nil || actor.isSystem else {
            return Output(figures: [:], skills: skills, isOwnOnly: true)
        }
        let figures = try await all(input.project, now, actor)
        let own = figures.filter { $0.key == actor.worker }
        return Output(figures: maySeeAll ? figures : own, skills: skills, isOwnOnly: !maySeeAll)
    }

    private func all(_ project: String, _ now: Instant, _ actor: Actor) async throws -> [WorkerID: WorkerFigures] {
        let cut = try await services.database.read { tx in
            try KPICut.find(project, at: nil, now: now, as: actor, tx)
        }
        if let known = services.kpis.workers(cut) { return known }
        let events = try await services.database.read { tx in try cut.events(tx) }
        let figures = try await OwnThread.run("tandem-kpi") { WorkerFigures.all(events) }
        services.kpis.keep(figures, for: cut)
        return figures
    }
}
