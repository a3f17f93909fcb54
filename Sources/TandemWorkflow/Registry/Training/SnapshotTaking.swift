import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Takes the snapshots that a training needs, from one consistent look at the project's settled labels.
///
/// They are written in chunks, so that nobody waits for a large one, and count only once all of them are complete. A job
/// that is started again uses the complete ones it finds.
struct SnapshotTaking {
    /// Rows written in one transaction.
    static let chunk = 5_000
    /// Least number of labels that models are compared on.
    static let leastEvaluation = 10
    /// The evaluation set stays frozen until this many times as many labels could be in it.
    static let growth = 1.25

    let job: Job
    let project: Project
    let arms: [Arm]
    let services: Services

    /// The snapshots, by purpose.
    /// - Throws: `Problem` when there are too few labels to compare models on.
    func run() async throws -> [Snapshot.Purpose: Snapshot] {
        let (job, project) = (job, project)
        let known = try await services.database.read { tx in try SnapshotStore.finished(by: job.id, tx) }
        if known.isEmpty {
            let taken = try await services.database.read { tx in try look(tx) }
            try await write(taken)
        }
        return try await services.database.read { tx in
            var found: [Snapshot.Purpose: Snapshot] = [:]
            for snapshot in try SnapshotStore.finished(by: job.id, tx) { found[snapshot.purpose] = snapshot }
            if found[.evaluation] == nil { found[.evaluation] = try SnapshotStore.evaluation(of: project.id, tx) }
            return found
        }
    }

    private struct Taken: Sendable {
        var purpose: Snapshot.Purpose
        var rows: [SnapshotRow]
        var details: SnapshotDetails
    }

    private func look(_ tx: any ReadTransaction) throws -> [Taken] {
        let live = try LiveModelStore.find(project.id, tx)
        let before = try live.flatMap { try ModelStore.find($0.model, in: project.workspace, tx) }
        let old = try before.map { try labels(of: $0.snapshot, tx) } ?? [:]
        let settled = try settledRows(tx)
        var taken: [Taken] = []
        let lineage = try lineage(of: settled, tx)
        let fresh = settled.filter { Eligibility.isHuman(source: $0.source) && old[$0.item]?.label != $0.label }
        for arm in arms {
            switch arm {
            case .withPeople:
                var details = details(of: settled, parent: live?.model)
                details.newHumanLabels = fresh.count
                details.lineage = lineage
                taken.append(Taken(purpose: .withPeople, rows: settled, details: details))
            case .withoutPeople:
                let rows = try rowsWithoutPeople(settled, old, tx)
                taken.append(
                    Taken(purpose: .withoutPeople, rows: rows, details: details(of: rows, parent: live?.model)))
            }
        }
        if let evaluation = try evaluationRows(settled, tx) {
            taken.append(Taken(purpose: .evaluation, rows: evaluation, details: details(of: evaluation, parent: nil)))
        }
        return taken
    }

    /// Every settled label that may be used, in the order of items.
    private func settledRows(_ tx: any ReadTransaction) throws -> [SnapshotRow] {
        let known = Set(project.question.labels.map(\.value))
        var rows: [SnapshotRow] = []
        var cursor: ItemID?
        while true {
            let page = try LabelStore.resolved(project: project.id, after: cursor, limit: 1_000, tx)
            guard let last = page.last else { return rows }
            cursor = last.item.id
            for entry in page {
                guard let label = entry.label, known.contains(label),
                    let part = Eligibility.part(role: entry.item.role.rawValue, purpose: entry.purpose.rawValue)
                else { continue }
                rows.append(
                    SnapshotRow(
                        item: entry.item.id, contentHash: entry.item.contentHash, part: part, label: label,
                        source: entry.source.rawValue))
            }
        }
    }

    private func labels(
        of snapshot: SnapshotID, _ tx: any ReadTransaction
    ) throws -> [ItemID: (part: Part, label: String, source: String)] {
        var found: [ItemID: (part: Part, label: String, source: String)] = [:]
        try SnapshotStore.forEachRow(of: snapshot, tx) { item, part, label, source in
            found[item] = (part, label, source)
        }
        return found
    }

    /// What the live model was trained on, and what the world has told since; nothing that people have said since.
    private func rowsWithoutPeople(
        _ settled: [SnapshotRow], _ old: [ItemID: (part: Part, label: String, source: String)],
        _ tx: any ReadTransaction
    ) throws -> [SnapshotRow] {
        var rows: [SnapshotRow] = []
        for (item, entry) in old {
            guard let item = try ItemStore.find(item, in: project.workspace, tx), item.erasedAt == nil else { continue }
            rows.append(
                SnapshotRow(
                    item: item.id, contentHash: item.contentHash, part: entry.part, label: entry.label,
                    source: entry.source))
        }
        rows += settled.filter { old[$0.item] == nil && !Eligibility.isHuman(source: $0.source) }
        return rows.sorted { $0.item < $1.item }
    }

    /// The rows of a new evaluation set; nil while the frozen one stays.
    private func evaluationRows(_ settled: [SnapshotRow], _ tx: any ReadTransaction) throws -> [SnapshotRow]? {
        let rows = settled.filter { $0.part == .evaluate }
        let frozen = try SnapshotStore.evaluation(of: project.id, tx)
        if let frozen, Double(rows.count) < Self.growth * Double(frozen.count) { return nil }
        guard frozen != nil || rows.count >= Self.leastEvaluation else {
            throw Problem(
                .conflict, "too_few_evaluation_labels",
                "Models are compared on at least \(Self.leastEvaluation) settled labels with the role evaluate; there "
                    + "are \(rows.count).",
                facts: ["needed": String(Self.leastEvaluation), "found": String(rows.count)])
        }
        return rows
    }

    private func details(of rows: [SnapshotRow], parent: ModelID?) -> SnapshotDetails {
        var details = SnapshotDetails(parent: parent)
        for row in rows {
            details.counts[row.part, default: 0] += 1
            details.sources[row.source, default: 0] += 1
        }
        return details
    }

    /// The share of the training labels by worker.
    private func lineage(of rows: [SnapshotRow], _ tx: any ReadTransaction) throws -> [String: Double] {
        let training = rows.filter { $0.part == .train }
        var shares: [String: Double] = [:]
        for row in training {
            let givers = try LabelStore.givers(of: row.label, to: row.item, tx)
            for giver in givers { shares[giver.rawValue, default: 0] += 1 / Double(givers.count) }
        }
        return shares.mapValues { $0 / Double(training.count) }
    }

    private func write(_ taken: [Taken]) async throws {
        let (job, project, services) = (job, project, services)
        let now = services.clock.now
        var snapshots: [Snapshot] = []
        for entry in taken {
            snapshots.append(
                Snapshot(
                    id: services.random.id(at: now), workspace: project.workspace, project: project.id,
                    hash: try SnapshotHash.of(entry.rows), purpose: entry.purpose, count: entry.rows.count,
                    details: entry.details, createdBy: job.createdBy, createdAt: now, job: job.id))
        }
        let written = snapshots
        try await services.database.write { tx in
            try SnapshotStore.removeUnfinished(of: job.id, in: tx)
            for snapshot in written { try SnapshotStore.insert(snapshot, in: tx) }
        }
        for (snapshot, entry) in zip(snapshots, taken) {
            for start in stride(from: 0, to: entry.rows.count, by: Self.chunk) {
                let rows = Array(entry.rows[start..<min(start + Self.chunk, entry.rows.count)])
                try await services.database.write { tx in
                    try SnapshotStore.insertRows(rows, of: snapshot.id, in: tx)
                }
            }
        }
        try await services.database.write { tx in
            for snapshot in written { try SnapshotStore.finish(snapshot.id, at: now, in: tx) }
            try services.ledger.append(written.map { try Self.event(job, $0) }, in: tx)
        }
    }

    private static func event(_ job: Job, _ snapshot: Snapshot) throws -> EventDraft {
        var facts: [String: JSONValue] = [
            "snapshot": .string(snapshot.id.rawValue), "hash": .string(snapshot.hash), "n": JSONValue(snapshot.count),
            "purpose": .string(snapshot.purpose.rawValue), "job": .string(job.id.rawValue),
            "labels_human_new": JSONValue(snapshot.details.newHumanLabels),
        ]
        for part in Part.allCases { facts[part.rawValue] = JSONValue(snapshot.details.counts[part] ?? 0) }
        return try EventDraft(.snapshotCreated, of: job, subject: snapshot.id.rawValue, facts: facts)
    }
}
