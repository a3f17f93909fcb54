import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemWork

/// Up to where the ledger is read for figures, and for which project.
struct KPICut: Sendable, Hashable {
    let project: ProjectID
    let workspace: WorkspaceID
    let slug: String
    let labels: [String]
    let projects: [ProjectID]
    let checkpoint: KPICheckpoint?
    let heads: [String: Int]

    /// The last checkpoint before a moment; of the present, while there is none yet, everything that is written.
    /// - Throws: `Problem` no_such_project, forbidden, no_checkpoint_before.
    static func find(
        _ slug: String, at moment: Instant?, now: Instant, as actor: Actor, _ tx: any ReadTransaction
    ) throws -> KPICut {
        let project = try WorkAccess.project(slug, for: .viewKPIs, as: actor, tx).project
        let checkpoint = try CheckpointStore.last(before: moment ?? now, tx)
        if checkpoint == nil, let moment {
            throw Problem(
                .invalid, "no_checkpoint_before",
                "The ledger has no checkpoint before \(moment); figures stand on checkpoints.", at: "at")
        }
        let heads = try checkpoint?.parsedHeads ?? CheckpointStore.heads(tx)
        return KPICut(
            project: project.id, workspace: project.workspace, slug: project.slug,
            labels: project.question.labels.map(\.value), projects: try projects(in: project.workspace, tx),
            checkpoint: checkpoint.map { KPICheckpoint($0) }, heads: heads.mapValues(\.seq))
    }

    /// The events up to here.
    func events(_ tx: any ReadTransaction) throws -> KPIEvents {
        try KPIReader.events(
            KPIReader.Scope(
                project: project, workspace: workspace, projects: projects, labels: labels, heads: heads, seed: seed),
            tx)
    }

    /// The same for the same project, in every process: FNV-1a of its id.
    private var seed: UInt64 {
        project.rawValue.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func projects(in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> [ProjectID] {
        var found: [ProjectID] = []
        while true {
            let page = try ProjectStore.list(in: workspace, after: found.last, limit: 500, tx)
            found += page.map(\.id)
            if page.count < 500 { return found }
        }
    }
}
