import Logging
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow

/// A fresh database with one workspace, its administrator and a clock that is moved by hand.
public struct TestWorld: Sendable {
    /// The services over the database.
    public var services: Services
    /// The clock.
    public let clock: ManualClock
    /// The workspace.
    public let workspace: WorkspaceID
    /// May do everything that does not need two people.
    public let administrator: Actor

    /// The database.
    public var database: any Database { services.database }

    /// A world on an empty database; writes the workspace.
    public init(on database: any Database, seed: UInt64 = 1) async throws {
        let clock = ManualClock()
        let random = SeededRandomSource(seed: seed)
        services = Services(
            database: database, clock: clock, random: random, blobs: MemoryBlobs(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.clock = clock
        let now = clock.now
        let workspace: WorkspaceID = random.id(at: now)
        self.workspace = workspace
        administrator = Actor(
            account: random.id(at: now), worker: random.id(at: now), workspace: workspace, name: "Root",
            isAdministrator: true, roles: [:])
        try await database.write { tx in
            try AccountStore.insert(workspace: workspace, name: "Test", at: now, in: tx)
        }
    }

    /// Runs `body` in a world of its own.
    public static func with<T>(
        _ engine: Dialect.Engine = .sqlite, seed: UInt64 = 1, _ body: (TestWorld) async throws -> T
    ) async throws -> T {
        try await TestDatabases.with(engine) { try await body(TestWorld(on: $0, seed: seed)) }
    }

    /// A person (or program) with roles in a project, written as a worker.
    public func person(
        _ name: String, _ roles: Set<Role>, in project: ProjectID, kind: Worker.Kind = .team, isSimulated: Bool = false
    ) async throws -> Actor {
        let now = clock.now
        let worker = Worker(
            id: services.random.id(at: now), workspace: workspace, account: nil, kind: kind, name: name,
            isSimulated: isSimulated, createdAt: now)
        try await database.write { try AccountStore.insert(worker, in: $0) }
        return Actor(
            account: services.random.id(at: now), worker: worker.id, workspace: workspace, name: name,
            isAdministrator: false, roles: [project: roles], isSimulated: isSimulated)
    }

    /// Two signs and a text; a question with two labels.
    public static let body = CreateProject.Body(
        name: "Phishing", question: .choice("Is it phishing?", [LabelChoice("yes"), LabelChoice("no")]),
        schema: [
            "columns": [
                ["name": "id", "type": "category", "role": "key", "required": true],
                ["name": "amount", "type": "number"], ["name": "note", "type": "text"],
                ["name": "person", "type": "category", "role": "subject"],
            ]
        ], guidelines: "Look closely.")

    /// A project with settings of your own.
    public func project(
        _ settings: (inout ProjectSettings) -> Void = { _ in }
    ) async throws -> ProjectView {
        var body = Self.body
        var own = ProjectSettings()
        (own.goldShare, own.repeatShare, own.seededErrorShare, own.probeShare) = (0, 0, 0, 0)
        settings(&own)
        body.settings = own
        return try await CreateProject(services).run(.init(body: body), as: administrator)
    }

    /// Imports so many items, `i0`, `i1`, …, each with a content of its own.
    @discardableResult
    public func importItems(_ count: Int, into project: ProjectView, name: String = "first") async throws -> ImportView
    {
        var text = "id,amount,note\n"
        for number in 0..<count { text += "i\(number),\(number),note \(number)\n" }
        return try await ImportItems(services).run(
            .init(project: project.slug, name: name, format: .csv, bytes: Array(text.utf8)), as: administrator)
    }

    /// Claims and answers one task; nil when nothing waits.
    @discardableResult
    public func answerNext(
        _ value: JSONValue, in project: ProjectView, as actor: Actor
    ) async throws -> SubmitAnnotation.Output? {
        guard let task = try await ClaimTask(services).run(.init(project: project.slug), as: actor) else { return nil }
        return try await SubmitAnnotation(services).run(
            .init(task: task.id, body: .init(fence: task.fence, value: value, activeMs: 0)), as: actor)
    }

    /// Settles what is due.
    @discardableResult
    public func settle() async throws -> Int {
        try await ResolveDue(services).run(.init(limit: 100_000), as: .system(in: workspace)).settled
    }

    /// The number of rows of a query that counts as `n`.
    public func count(_ sql: SQL) async throws -> Int {
        try await database.read { try $0.row(sql)?.int("n") ?? 0 }
    }
}
