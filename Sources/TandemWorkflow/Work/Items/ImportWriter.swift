import Crypto
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Writes chunks of an import: items, their tasks, the records set aside, the progress and one event, in one transaction.
struct ImportWriter: Sendable {
    let services: Services
    let project: Project
    let start: ItemImport
    let actor: Actor
    let role: Role?

    /// Writes a chunk and returns how far the import has come.
    func write(_ chunk: ImportChunk, _ progress: ItemImport) async throws -> ItemImport {
        guard progress.state == .running else { return progress }
        let now = services.clock.now
        return try await services.database.write { tx in
            var writing = Chunk(writer: self, now: now, tx: tx, progress: progress)
            return try writing.write(chunk)
        }
    }
}

/// One chunk inside its transaction.
private struct Chunk {
    let writer: ImportWriter
    let now: Instant
    let tx: any WriteTransaction
    var progress: ItemImport
    private var added: [NewItem] = []
    private var digest = SHA256()

    init(writer: ImportWriter, now: Instant, tx: any WriteTransaction, progress: ItemImport) {
        self.writer = writer
        self.now = now
        self.tx = tx
        self.progress = progress
    }

    private var services: Services { writer.services }
    private var project: Project { writer.project }

    mutating func write(_ chunk: ImportChunk) throws -> ItemImport {
        let before = progress
        try insert(chunk)
        progress.rowsRead += chunk.records.count
        progress.added += added.count
        try queue()
        try CounterStore.add(added.count, to: CounterStore.items, of: project.id, in: tx)
        try ImportStore.save(progress, since: before.rowsRead, in: tx)
        try services.ledger.append([try event(before)], in: tx)
        tx.hint("items")
        return progress
    }

    private mutating func insert(_ chunk: ImportChunk) throws {
        var new: [NewItem] = []
        var lines: [Int] = []
        new.reserveCapacity(chunk.records.count)
        var ids = IDRun<IDs.Item>(at: now, from: services.random)
        for record in chunk.records {
            switch record {
            case .rejected(let rejection): try reject(rejection)
            case .item(let item, let line):
                lines.append(line)
                new.append(
                    NewItem(
                        id: ids.next(), project: project, prepared: item, source: progress.id.rawValue,
                        createdAt: now))
            }
        }
        for ((item, line), known) in zip(zip(new, lines), try ItemStore.insert(new, in: tx)) {
            if let known { try repeated(item.prepared, known: known, line: line) } else { added.append(item) }
        }
        for item in added { digest.update(data: item.prepared.hash) }
    }

    private mutating func repeated(_ item: PreparedItem, known: Item, line: Int) throws {
        if known.content == .object(item.content) {
            progress.repeated += 1
        } else {
            let column = project.schema.columns(with: .key).first?.name
            try reject(
                ImportRejection(
                    line: line, column: column, reason: "an item with this key exists already, with other content"))
        }
    }

    private mutating func reject(_ rejection: ImportRejection) throws {
        progress.rejected += 1
        guard progress.rejected <= ImportItems.mostRejections else { return }
        try ImportStore.reject(rejection, of: progress.id, in: tx)
    }

    private func queue() throws {
        guard project.settings.queueImported else { return }
        var ids = IDRun<IDs.Task>(at: now, from: services.random)
        let tasks = added.map { item in
            let id = ids.next()
            return NewTask(
                id: id, item: item.id, overlap: project.settings.overlap,
                blind: BlindRules.isBlind(purpose: .work, role: item.prepared.role, task: id, project: project),
                createdAt: now)
        }
        try TaskStore.insert(tasks, project: project, in: tx)
    }

    private func event(_ before: ItemImport) throws -> EventDraft {
        let hash = digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try EventDraft(
            .itemsImported, by: writer.actor, as: writer.role, project: project.id, subject: progress.id.rawValue,
            correlation: progress.id.rawValue, policyVersion: project.policyVersion,
            facts: [
                "count": JSONValue(added.count), "hash": .string(hash),
                "repeated": JSONValue(progress.repeated - before.repeated),
                "rejected": JSONValue(progress.rejected - before.rejected),
                "tasks": JSONValue(project.settings.queueImported ? added.count : 0),
                "from_row": JSONValue(before.rowsRead),
            ])
    }
}
