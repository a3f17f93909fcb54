import TandemLedger
import TandemStore

/// Reads the events that figures are made of: from the `event` table and nowhere else.
public enum KPIReader {
    /// The kinds that figures read; others are not fetched.
    ///
    /// `annotation.undone` first, see `KPICollector`.
    static let kinds: [EventKind] = [
        .annotationUndone, .annotationSubmitted, .itemIngested, .itemsImported, .itemFlagged, .reviewDecided,
        .consensusResolved, .goldSet, .modelTrained, .modelEvaluated, .modelPromoted, .modelRolledBack,
        .snapshotCreated, .explanationRated, .explanationProbe, .costPosted, .decisionClosed, .certificateIssued,
        .certificateWithdrawn,
        .certificateVoided,
    ]

    /// What to read.
    public struct Scope: Sendable {
        /// The project.
        public let project: ProjectID
        /// Its workspace.
        public let workspace: WorkspaceID
        /// All projects of the workspace: rates belong to people, wherever they were set.
        public let projects: [ProjectID]
        /// The labels of the question, in its order.
        public let labels: [String]
        /// The last place of each chain that counts, as a checkpoint's heads say; nil for everything.
        public let heads: [String: Int]?
        /// The bootstrap's seed, so that the same ledger gives the same intervals.
        public let seed: UInt64

        /// A scope.
        public init(
            project: ProjectID, workspace: WorkspaceID, projects: [ProjectID], labels: [String], heads: [String: Int]?,
            seed: UInt64
        ) {
            self.project = project
            self.workspace = workspace
            self.projects = projects
            self.labels = labels
            self.heads = heads
            self.seed = seed
        }
    }

    /// The events of a project up to the heads.
    ///
    /// Takes a few microseconds an event of the kinds above and keeps some 50 bytes of each frequent one.
    /// - Throws: `StoreError`; `JSONError` when a row's facts are not JSON.
    public static func events(_ scope: Scope, _ tx: any ReadTransaction) throws -> KPIEvents {
        var collector = KPICollector(labels: scope.labels)
        var chains: [String: (number: Int, last: Int)] = [:]
        for (number, chain) in (scope.heads ?? [:]).sorted(by: { $0.key < $1.key }).enumerated() {
            chains[chain.key] = (number, chain.value)
        }
        func take(_ row: Row) throws {
            guard case .text(let chain) = row.values[0], case .integer(let seq) = row.values[1] else {
                throw StoreError.unexpectedValue("chain, seq", "text and an integer")
            }
            if scope.heads == nil, chains[chain] == nil { chains[chain] = (chains.count, .max) }
            guard let head = chains[chain], seq <= head.last else { return }
            try collector.add(try event(row, place: head.number << 44 | Int(seq)))
        }
        for kind in kinds { try tx.forEach(query(kind, project: scope.project), take) }
        let places = scope.projects.isEmpty ? [scope.project] : scope.projects
        for project in places { try tx.forEach(query(.rateSet, project: project), take) }
        let everywhere: SQL = """
            SELECT chain, seq, occurred_at, actor, kind, subject, correlation, facts FROM event
            WHERE project_id IS NULL AND kind = \(EventKind.rateSet.rawValue) AND workspace_id = \(scope.workspace)
            """
        try tx.forEach(everywhere, take)
        return KPIEvents(collector, draws: Draws(seed: scope.seed))
    }

    /// Facts that no figure reads are not fetched.
    private static func query(_ kind: EventKind, project: ProjectID) -> SQL {
        let facts: SQL = kind == .itemIngested ? "'{}' AS facts" : "facts"
        return """
            SELECT chain, seq, occurred_at, actor, kind, subject, correlation, \(facts) FROM event
            WHERE project_id = \(project) AND kind = \(kind.rawValue)
            """
    }

    private static func event(_ row: Row, place: Int) throws -> KPIEvent {
        guard case .integer(let at) = row.values[2], case .text(let actor) = row.values[3],
            case .text(let kind) = row.values[4], case .text(let subject) = row.values[5],
            case .text(let facts) = row.values[7]
        else { throw StoreError.unexpectedValue("event", "a row of the ledger") }
        var correlation: String?
        if case .text(let text) = row.values[6] { correlation = text }
        return KPIEvent(
            at: Instant(milliseconds: Int(at)), place: place, actor: actor, kind: kind, subject: subject,
            correlation: correlation, facts: facts)
    }
}
