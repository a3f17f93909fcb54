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

    /// Makes a chunk's items and tasks, with their ids and draws, so that its transaction has only to write them.
    func prepare(_ chunk: ImportChunk) -> ReadyChunk {
        let now = services.clock.now
        var ready = ReadyChunk(now: now, rowsRead: chunk.records.count)
        ready.items.reserveCapacity(chunk.records.count)
        var ids = IDRun<IDs.Item>(at: now, from: services.random)
        for record in chunk.records {
            switch record {
            case .rejected(let rejection): ready.rejections.append(rejection)
            case .item(let item, let line):
                ready.lines.append(line)
                ready.items.append(
                    NewItem(
                        id: ids.next(), project: project, prepared: item, source: start.id.rawValue, createdAt: now))
            }
        }
        if project.settings.queueImported { ready.tasks = tasks(for: ready.items, now) }
        return ready
    }

    private func tasks(for items: [NewItem], _ now: Instant) -> [NewTask] {
        var ids = IDRun<IDs.Task>(at: now, from: services.random)
        let coin = KeyedCoin(key: project.splitKey)
        return items.map { item in
            let id = ids.next()
            return NewTask(
                id: id, item: item.id, overlap: project.settings.overlap,
                blind: BlindRules.isBlind(
                    purpose: .work, role: item.prepared.role, task: id, share: project.settings.blindShare, coin: coin),
                createdAt: now)
        }
    }

    /// Writes a chunk and returns how far the import has come.
    func write(_ chunk: ReadyChunk, _ progress: ItemImport) async throws -> ItemImport {
        guard progress.state == .running else { return progress }
        return try await services.database.write { tx in
            var writing = Chunk(writer: self, tx: tx, progress: progress)
            return try writing.write(chunk)
        }
    }
}

/// A chunk as it will be written, if all of its items are new.
struct ReadyChunk: Sendable {
    let now: Instant
    /// Records of the file, good and bad.
    let rowsRead: Int
    var rejections: [ImportRejection] = []
    var items: [NewItem] = []
    /// The lines of the items.
    var lines: [Int] = []
    /// One for each item, or none.
    var tasks: [NewTask] = []
}

/// One chunk inside its transaction.
private struct Chunk {
    let writer: ImportWriter
    let tx: any WriteTransaction
    var progress: ItemImport
    private var added = 0
    private var digest = SHA256()

    init(writer: ImportWriter, tx: any WriteTransaction, progress: ItemImport) {
        self.writer = writer
        self.tx = tx
        self.progress = progress
    }

    private var services: Services { writer.services }
    private var project: Project { writer.project }

    mutating func write(_ chunk: ReadyChunk) throws -> ItemImport {
        let before = progress
        for rejection in chunk.rejections { try reject(rejection) }
        let isNew = try insert(chunk)
        progress.rowsRead += chunk.rowsRead
        progress.added += added
        try queue(chunk, isNew)
        try CounterStore.add(added, to: CounterStore.items, of: project.id, in: tx)
        try ImportStore.save(progress, since: before.rowsRead, in: tx)
        try services.ledger.append([try event(before)], in: tx)
        tx.hint("items")
        return progress
    }

    /// Writes the items and says of each whether it is new.
    private mutating func insert(_ chunk: ReadyChunk) throws -> [Bool] {
        let known = try ItemStore.insert(chunk.items, in: tx)
        for place in chunk.items.indices {
            let item = chunk.items[place].prepared
            if let known = known[place] {
                try repeated(item, known: known, line: chunk.lines[place])
            } else {
                added += 1
                digest.update(data: item.hash)
            }
        }
        return known.map { $0 == nil }
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

    private func queue(_ chunk: ReadyChunk, _ isNew: [Bool]) throws {
        guard added < chunk.tasks.count else { return try TaskStore.insert(chunk.tasks, project: project, in: tx) }
        let tasks = zip(chunk.tasks, isNew).filter(\.1).map(\.0)
        try TaskStore.insert(tasks, project: project, in: tx)
    }

    private func event(_ before: ItemImport) throws -> EventDraft {
        let hash = digest.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try EventDraft(
            .itemsImported, by: writer.actor, as: writer.role, project: project.id, subject: progress.id.rawValue,
            correlation: progress.id.rawValue, policyVersion: project.policyVersion,
            facts: [
                "count": JSONValue(added), "hash": .string(hash),
                "repeated": JSONValue(progress.repeated - before.repeated),
                "rejected": JSONValue(progress.rejected - before.rejected),
                "tasks": JSONValue(project.settings.queueImported ? added : 0),
                "from_row": JSONValue(before.rowsRead),
            ])
    }
}
