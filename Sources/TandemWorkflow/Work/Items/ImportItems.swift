import Crypto
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Reads a file of items into a project, in constant memory and in chunks, while people work on.
///
/// Bad records are set aside with line and column, the good ones are in. The same import name goes on where an
/// interrupted reading stopped, and adds nothing when the file was read to its end.
public struct ImportItems: UseCase {
    /// How a file is written.
    public enum Format: String, Sendable, Hashable, CaseIterable, Codable {
        case csv, tsv, jsonl
    }

    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The import's name, unique in the project: a file's name, a key.
        public var name: String
        /// How the file is written.
        public var format: Format
        /// The file's bytes in pieces of any size.
        public var bytes: any AsyncSequence<[UInt8], any Error> & Sendable

        /// An input.
        public init(
            project: String, name: String, format: Format,
            bytes: any AsyncSequence<[UInt8], any Error> & Sendable
        ) {
            self.project = project
            self.name = name
            self.format = format
            self.bytes = bytes
        }

        /// An input from bytes in memory.
        public init(project: String, name: String, format: Format, bytes: [UInt8]) {
            let whole = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
            self.init(project: project, name: name, format: format, bytes: whole)
        }
    }

    /// The import.
    public typealias Output = ImportView

    /// The most records written in one transaction: some milliseconds, for whoever claims a task waits as long.
    public static let chunk = 1000
    /// The most records set aside that are remembered one by one; all are counted.
    public static let mostRejections = 10_000
    /// The most bytes parsed in one go, so that a chunk is not much exceeded.
    private static let window = 1 << 15

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> ImportView {
        guard (1...200).contains(input.name.count) else {
            throw Problem(.invalid, "bad_import_name", "An import's name has 1 to 200 characters.", at: "/name")
        }
        let writer = try await begin(input, as: actor)
        let (progress, hash) = try await read(input, writer)
        return try await end(progress, hash: hash, writer)
    }

    /// Reads the file; while one chunk is written, the next is parsed and prepared.
    private func read(_ input: Input, _ writer: ImportWriter) async throws -> (ItemImport, [UInt8]) {
        try await withThrowingTaskGroup(of: ItemImport.self) { group in
            var reading = ImportReading(writer.project, format: input.format, skip: writer.start.rowsRead)
            var progress = writer.start
            func write(_ chunk: ImportChunk) async throws {
                let ready = writer.prepare(chunk)
                if let done = try await group.next() { progress = done }
                let before = progress
                group.addTask { try await writer.write(ready, before) }
            }
            for try await piece in input.bytes {
                var rest = piece[...]
                while !rest.isEmpty {
                    try reading.consume(rest.prefix(Self.window))
                    rest = rest.dropFirst(Self.window)
                    while let chunk = reading.takeChunk(of: Self.chunk) { try await write(chunk) }
                    await Task.yield()  // others' requests are served on this thread too
                }
            }
            try reading.finish()
            while let chunk = reading.takeChunk(of: 1) { try await write(chunk) }
            if let done = try await group.next() { progress = done }
            return (progress, reading.hash())
        }
    }

    /// Finds or begins the import of this name.
    private func begin(_ input: Input, as actor: Actor) async throws -> ImportWriter {
        let now = services.clock.now
        return try await services.database.write { tx in
            let (project, role) = try WorkAccess.project(input.project, for: .importItems, as: actor, tx)
            if let known = try ImportStore.find(name: input.name, in: project.id, tx) {
                guard known.format == input.format.rawValue else {
                    throw Problem(
                        .conflict, "import_name_used", "An import of this name was in another format.", at: "/name")
                }
                return ImportWriter(services: services, project: project, start: known, actor: actor, role: role)
            }
            let new = ItemImport(
                id: services.random.id(at: now), project: project.id, name: input.name,
                format: input.format.rawValue, createdAt: now)
            try ImportStore.insert(new, by: actor.id, workspace: project.workspace, in: tx)
            return ImportWriter(services: services, project: project, start: new, actor: actor, role: role)
        }
    }

    private func end(_ progress: ItemImport, hash: [UInt8], _ writer: ImportWriter) async throws -> ImportView {
        if progress.state == .done {
            guard progress.contentHash == hash else {
                throw Problem(
                    .conflict, "import_name_used",
                    "An import of this name has read another file; nothing was added. Choose a new name.", at: "/name",
                    facts: ["import": progress.id.rawValue])
            }
        }
        let now = services.clock.now
        return try await services.database.write { tx in
            var done = progress
            if done.state == .running {
                done.state = .done
                done.contentHash = hash
                done.endedAt = now
                try ImportStore.save(done, since: progress.rowsRead, in: tx)
            }
            return ImportView(done, problems: try ImportStore.rejections(of: done.id, after: -1, limit: 100, tx))
        }
    }
}
