import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Reads what operators watch of every project: counters, certificates, monitors and models as they are written down.
///
/// Nothing is counted for it: each figure is a row that the change itself has kept. No person stands in any of them.
public struct ReadGauges: Sendable {
    /// What operators watch of one project.
    public struct ProjectGauges: Sendable {
        /// The project's name in addresses.
        public var slug: String
        /// Tasks that are not settled, by kind.
        public var waiting: [(kind: String, tasks: Int)]
        /// Decisions that wait for a person.
        public var open: Int
        /// What was counted since the project began.
        public var counts: [(count: EventTally.Count, value: Int)]
        /// Whether a certificate is in force.
        public var isCertified: Bool
        /// The monitors of the certificate.
        public var monitors: [Monitor]
        /// The version of the live model.
        public var version: String?
        /// The live model's newest evaluation on frozen labels of people.
        public var evaluation: Evaluation?
        /// The figures of kpis.md as they were last computed here; none until somebody has asked for them.
        public var kpis: [KPIView]
    }

    /// What operators watch.
    public struct Output: Sendable {
        /// The projects.
        public var projects: [ProjectGauges]
        /// Since when the ledger has no new checkpoint, in seconds; nil while it has none.
        public var headAgeSeconds: Double?
    }

    private static let most = 500
    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Reads everything in one snapshot of the database.
    /// - Throws: `StoreError`.
    public func run() async throws -> Output {
        let (now, kpis) = (services.clock.now, services.kpis)
        return try await services.database.read { tx in
            let workspaces = try tx.rows("SELECT id FROM workspace ORDER BY id").map {
                WorkspaceID(rawValue: try $0.text("id"))
            }
            let projects = try workspaces.flatMap {
                try ProjectStore.list(in: $0, after: nil, limit: Self.most, tx)
            }
            return Output(
                projects: try projects.map { try Self.gauges(of: $0, kpis.newest(of: $0.id), tx) },
                headAgeSeconds: try CheckpointStore.last(tx).map { Double(max(0, now.since($0.at))) / 1000 })
        }
    }

    private static func gauges(
        of project: Project, _ kpis: [KPIView], _ tx: any ReadTransaction
    ) throws -> ProjectGauges {
        let counters = try CounterStore.values(of: project.id, tx)
        let model = try LiveModelStore.find(project.id, tx).flatMap { try ModelStore.find($0.model, tx) }
        return ProjectGauges(
            slug: project.slug,
            waiting: TaskKind.allCases.map { ($0.rawValue, counters[CounterStore.waiting($0)] ?? 0) },
            open: counters[DecisionCounters.open] ?? 0,
            counts: counters.sorted { $0.key < $1.key }.compactMap { name, value in
                EventTally.Count(name: name).map { ($0, value) }
            }, isCertified: try CertificateStore.valid(of: project.id, tx) != nil,
            monitors: try MonitorStore.list(of: project.id, tx), version: model?.versionName,
            evaluation: try model.flatMap { try EvaluationStore.summaries(of: $0.id, tx).first }, kpis: kpis)
    }
}
