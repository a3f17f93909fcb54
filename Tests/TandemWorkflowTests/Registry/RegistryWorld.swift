import TandemLedger
import TandemNumerics
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport

/// A project with people and settled labels, written straight into the stores.
struct RegistryWorld: Sendable {
    static let body = CreateProject.Body(
        name: "Fraud", question: .choice("Is it fraud?", [LabelChoice("fraud"), LabelChoice("ok")]),
        schema: [
            "columns": [
                ["name": "id", "type": "category", "role": "key", "required": true],
                ["name": "amount", "type": "number"], ["name": "country", "type": "category"],
                ["name": "note", "type": "text"], ["name": "gender", "type": "category", "role": "sensitive"],
            ]
        ])

    let world: TestWorld
    let project: Project
    let scientist: Actor
    let champion: Actor
    let annotator: Actor
    var services: Services { world.services }
    var database: any Database { world.database }

    init(_ world: TestWorld, settings change: (inout ProjectSettings) -> Void = { _ in }) async throws {
        self.world = world
        var body = Self.body
        var settings = ProjectSettings()
        settings.positiveLabel = "fraud"
        settings.fairnessColumn = "gender"
        change(&settings)
        body.settings = settings
        let id = try await CreateProject(world.services).run(.init(body: body), as: world.administrator).id
        let workspace = world.workspace
        project = try await world.database.read { tx in try ProjectStore.find(id, in: workspace, tx) }
        scientist = try await world.person("Sam", [.scientist], in: id)
        champion = try await world.person("Cleo", [.champion], in: id)
        annotator = try await world.person("Ann", [.annotator], in: id)
    }

    static func with(
        _ engine: Dialect.Engine = .sqlite, seed: UInt64 = 1, settings: (inout ProjectSettings) -> Void = { _ in },
        _ body: (RegistryWorld) async throws -> Void
    ) async throws {
        try await TestWorld.with(engine, seed: seed) { world in try await body(RegistryWorld(world, settings: settings))
        }
    }

    /// The content of a made-up case and its true label: large amounts are fraud, with noise.
    static func made(_ number: Int) -> (content: JSONValue, label: String) {
        var random = SplitMix64(seed: UInt64(number) &* 7919)
        let amount = (random.uniform() * 1_000).rounded()
        let isFraud = (amount > 500) != (random.uniform() < 0.1)
        let country = ["de", "fr", "us"][random.below(3)]
        let note = isFraud ? "urgent transfer today" : "monthly invoice"
        let content: JSONValue = [
            "id": .string("c\(number)"), "amount": .number(amount), "country": .string(country),
            "note": .string(random.uniform() < 0.7 ? note : "hello"),
            "gender": .string(random.uniform() < 0.5 ? "f" : "m"),
        ]
        return (content, isFraud ? "fraud" : "ok")
    }

    /// Items with their settled labels.
    func settle(
        _ numbers: Range<Int>, purpose: TaskPurpose = .work, source: ResolutionSource = .consensus,
        by workers: [WorkerID] = []
    ) async throws {
        let now = world.clock.now
        let (project, services) = (project, services)
        for chunk in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 200) {
            try await database.write { tx in
                for number in chunk..<min(chunk + 200, numbers.upperBound) {
                    let made = Self.made(number)
                    let prepared = try ItemRules.prepare(row: made.content, project: project)
                    let new = NewItem(
                        id: services.random.id(at: now), project: project, prepared: prepared, source: "test",
                        createdAt: now)
                    try ItemStore.insert(new, in: tx)
                    let task = try TaskStore.insert(
                        NewTask(id: services.random.id(at: now), item: new.id, purpose: purpose, createdAt: now),
                        project: project, in: tx)
                    try tx.run("UPDATE task SET state = 'resolved', ended_at = \(now) WHERE id = \(task.id)")
                    let resolved = Resolved(
                        item: new.item, task: task, value: .string(made.label), label: made.label, source: source,
                        purpose: purpose, votes: 1, unsure: false, lastDecider: workers.first, posterior: 1)
                    try LabelStore.save(resolved, method: "majority", at: now, in: tx)
                    for worker in workers { try Self.answer(made.label, task, worker, services, now, tx) }
                }
            }
        }
    }

    private static func answer(
        _ label: String, _ task: WorkTask, _ worker: WorkerID, _ services: Services, _ now: Instant,
        _ tx: any WriteTransaction
    ) throws {
        let id: AnnotationID = services.random.id(at: now)
        try tx.run(
            """
            INSERT INTO annotation (id, workspace_id, project_id, task_id, item_id, worker_id, value, label, unsure,
                active_ms, mode, guideline_version, state, details, created_at)
            VALUES (\(id), \(task.workspace), \(task.project), \(task.id), \(task.item), \(worker),
                \("\"" + label + "\""), \(label), 0, 1000, 'manual', 1, 'counted', '{}', \(now))
            """)
    }

    /// Asks for a model as the scientist and trains it.
    @discardableResult
    func train(_ learner: TrainingRequest.Choice = .logistic, as actor: Actor? = nil) async throws -> JobView {
        let asked = try await RequestTraining(services).run(
            .init(project: project.slug, body: .init(learner: learner)), as: actor ?? scientist)
        world.clock.move(seconds: 5)
        try await JobRunner(services).runWaiting()
        return try await GetJob(services).run(asked.id, as: scientist)
    }

    /// The project's models, oldest first.
    func models() async throws -> [ModelVersion] {
        let id = project.id
        return try await database.read { tx in try ModelStore.list(of: id, below: nil, limit: 100, tx).reversed() }
    }

    /// Trains the first model and puts it in place.
    func goLive(_ learner: TrainingRequest.Choice = .logistic) async throws -> ModelID {
        let job = try await train(learner)
        guard job.state == .done, let model = try await models().last else {
            throw Problem(.internal, "test", "training failed: \(job.problem ?? .null)")
        }
        _ = try await PromoteModel(services).run(.init(model: model.id), as: champion)
        return model.id
    }

    /// The facts of all events of a kind, oldest first.
    func facts(_ kind: EventKind) async throws -> [JSONValue] {
        try await database.read { tx in
            try tx.rows("SELECT facts FROM event WHERE kind = \(kind.rawValue) ORDER BY chain, seq").map {
                try JSONValue(parsing: $0.text("facts"))
            }
        }
    }

    /// The code of the problem that `body` throws; nil when it throws none.
    func problem(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let problem as Problem {
            return problem.code
        }
    }
}
