import Logging
import Synchronization
import TandemLedger
import TandemStore
import TandemTestSupport
import TandemWorkflow

/// A clock that stands until it is moved.
final class ManualClock: WallClock {
    private let time = Mutex(Instant(milliseconds: TestDatabases.start))

    var now: Instant { time.withLock { $0 } }

    func move(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Everything that was logged, as text.
final class LogRecord: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct RecordingHandler: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { record.add("\(event.message) \(event.metadata ?? [:])") }
}

private struct NoBlobs: BlobStore {
    func put(_ bytes: [UInt8]) async throws -> String { throw StoreError.unavailable("no blobs here") }
    func get(_ hash: String) async throws -> [UInt8] { throw StoreError.unavailable("no blobs here") }
    func remove(_ hash: String) async throws { throw StoreError.unavailable("no blobs here") }
}

/// A fresh installation with one administrator, a manual clock and a project row.
struct PeopleWorld: Sendable {
    static let password = "four unrelated words"

    let services: Services
    let clock: ManualClock
    let log: LogRecord
    let folder: String
    let administrator: Actor

    /// Runs `body` in a world of its own.
    static func with(
        _ engine: Dialect.Engine = .sqlite, seed: UInt64 = 1, anchor: (any CheckpointAnchor)? = nil,
        _ body: (PeopleWorld) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await TestDatabases.with(engine) { database in
            let clock = ManualClock()
            let log = LogRecord()
            let random = SeededRandomSource(seed: seed)
            let services = Services(
                database: database, clock: clock, random: random, blobs: NoBlobs(),
                logger: Logger(label: "test") { _ in RecordingHandler(record: log) },
                keys: try InstanceKeys.generate(from: random), anchor: anchor)
            _ = try await Bootstrap(services).run(
                Bootstrap.Input(workspace: "Test", email: "root@example.org", name: "Root", password: password))
            try await body(
                PeopleWorld(
                    services: services, clock: clock, log: log, folder: folder.path,
                    administrator: try await Authenticate(services).administrator()))
        }
    }

    /// A new person, as an actor.
    func person(
        _ name: String, password: String? = nil, simulated: Bool = false, kind: String? = nil
    ) async throws -> Actor {
        _ = try await CreateAccount(services).run(
            CreateAccount.Input(
                CreateAccount.Body(
                    email: "\(name)@example.org", name: name, password: password, simulated: simulated)),
            as: administrator)
        return try await Authenticate(services).person("\(name)@example.org")
    }

    /// A row that stands for a project.
    func project(_ slug: String) async throws -> ProjectID {
        let id = services.random.id(IDs.Project.self, at: clock.now)
        let workspace = administrator.workspace
        try await services.database.write { tx in
            _ = try tx.run(
                """
                INSERT INTO project (id, workspace_id, slug, name, question, item_schema, settings, policy,
                    policy_version, split_key, created_at, created_by)
                VALUES (\(id), \(workspace), \(slug), \(slug), \("{}"), \("{}"), \("{}"), \("{}"), \("1"),
                    \([UInt8](repeating: 7, count: 32)), \(0), \("test"))
                """)
        }
        return id
    }

    /// Every event of the ledger, in order.
    func events() async throws -> [Event] {
        try await services.database.read { tx in try EventStore.all(tx) }
    }
}
