import Logging
import Synchronization
import TandemLedger
import TandemStore
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport

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

/// A fresh installation with one administrator, a manual clock and a record of what is logged.
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
                database: database, clock: clock, random: random, blobs: MemoryBlobs(),
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

    /// A project with the columns of `TestWorld.body`.
    func project(_ slug: String) async throws -> ProjectID {
        var body = TestWorld.body
        body.name = slug
        return try await CreateProject(services).run(.init(body: body), as: administrator).id
    }

    /// Every event of the ledger, in order.
    func events() async throws -> [Event] {
        try await services.database.read { tx in try EventStore.all(tx) }
    }
}
