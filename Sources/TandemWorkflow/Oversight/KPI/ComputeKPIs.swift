import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular

/// Computes the twelve figures of a project from the ledger, as of a checkpoint.
public struct ComputeKPIs: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// As of when, resolved to the last checkpoint before; nil means now.
        public var at: Instant?

        /// An input.
        public init(project: String, at: Instant? = nil) {
            self.project = project
            self.at = at
        }
    }

    /// The figures.
    public struct Output: Codable, Sendable, Hashable {
        /// The project.
        public var project: ProjectID
        /// The checkpoint that the figures stand on; absent only while the ledger has none, and then they stand on
        /// everything that was written.
        public var checkpoint: KPICheckpoint?
        /// The twelve, in the order of docs/kpis.md.
        public var kpis: [KPIView]
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Computes, or gives what was computed for the same checkpoint before.
    /// - Throws: `Problem` with code `no_such_project`, `role_missing` or `no_checkpoint_before`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let cut = try await services.database.read { tx in
            try KPICut.find(input.project, at: input.at, now: now, as: actor, tx)
        }
        if let known = services.kpis.figures(cut) {
            return output(known, cut, for: actor)
        }
        let events = try await services.database.read { tx in try cut.events(tx) }
        let figures = try await OwnThread.run("tandem-kpi") { KPI.all(events).map { KPIView($0) } }
        services.kpis.keep(figures, for: cut)
        return output(figures, cut, for: actor)
    }

    /// The figures without those of single people, unless they are the reader's own or the reader may see them.
    private func output(_ figures: [KPIView], _ cut: KPICut, for actor: Actor) -> Output {
        var shown = figures
        if !actor.isSystem, Permissions.role(for: .viewWorkerFigures, in: cut.project, of: actor) == nil {
            for place in shown.indices {
                guard var details = shown[place].details.object, let all = details["by_worker"]?.object else {
                    continue
                }
                details["by_worker"] = .object(all.filter { $0.key == actor.worker?.rawValue })
                shown[place].details = .object(details)
            }
        }
        return Output(project: cut.project, checkpoint: cut.checkpoint, kpis: shown)
    }
}
