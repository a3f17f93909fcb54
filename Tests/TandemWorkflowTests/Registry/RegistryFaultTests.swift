import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct RegistryFaultTests {
    private static let tables: [SQL] = [
        "SELECT count(*) AS n FROM job", "SELECT count(*) AS n FROM snapshot",
        "SELECT count(*) AS n FROM snapshot_item", "SELECT count(*) AS n FROM model",
        "SELECT count(*) AS n FROM evaluation", "SELECT count(*) AS n FROM promotion",
        "SELECT count(*) AS n FROM event", "SELECT count(*) AS n FROM idempotency",
        "SELECT coalesce(sum(version), 0) AS n FROM live_model",
        "SELECT count(*) AS n FROM model WHERE state = 'live'",
    ]

    private func state(_ world: RegistryWorld) async throws -> [Int] {
        try await world.database.read { tx in try Self.tables.map { try tx.row($0)?.int("n") ?? 0 } }
    }

    /// Fails `action` at every statement in turn until it succeeds; each time nothing may have changed.
    private func failEverywhere(
        _ world: RegistryWorld, _ database: FaultyDatabase, _ action: () async throws -> Void
    ) async throws -> Int {
        for statement in 1...500 {
            let before = try await state(world)
            database.fail(at: statement)
            do {
                try await action()
                database.heal()
                #expect(try await state(world) != before, "it did something in the end")
                return statement
            } catch is StoreError {
                database.heal()
                #expect(try await state(world) == before, "half done at statement \(statement)")
            }
        }
        return 500
    }

    @Test(arguments: TestDatabases.engines)
    func `a database that fails anywhere leaves requests, promotions and rollbacks undone`(
        _ engine: Dialect.Engine
    ) async throws {
        try await FaultyDatabase.with(engine) { database in
            let world = try await RegistryWorld(TestWorld(on: database))
            try await world.settle(0..<200)
            let project = world.project.slug
            let requested = try await failEverywhere(world, database) {
                _ = try await RequestTraining(world.services).run(
                    .init(project: project, body: .init(learner: .logistic), onceKey: "k1"), as: world.scientist)
            }
            try await JobRunner(world.services).runWaiting()
            let first = try #require(try await world.models().first?.id)
            let promoted = try await failEverywhere(world, database) {
                _ = try await PromoteModel(world.services).run(.init(model: first, onceKey: "k2"), as: world.champion)
            }
            try await world.settle(200..<220)
            _ = try await world.train()
            let second = try #require(try await world.models().first { $0.number == 2 }?.id)
            _ = try await PromoteModel(world.services).run(.init(model: second), as: world.champion)
            let rolledBack = try await failEverywhere(world, database) {
                _ = try await RollBackModel(world.services).run(
                    .init(project: project, onceKey: "k3"), as: world.champion)
            }
            // BEGIN, SAVEPOINT, the statements themselves, RELEASE and COMMIT were all hit.
            #expect(requested > 6 && promoted > 10 && rolledBack > 10)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a database that fails anywhere in a training leaves no half of a model`(
        _ engine: Dialect.Engine
    ) async throws {
        try await FaultyDatabase.with(engine) { database in
            let world = try await RegistryWorld(TestWorld(on: database))
            try await world.settle(0..<60)
            var statement = 1
            while statement < 3_000 {
                let asked = try await RequestTraining(world.services).run(
                    .init(project: world.project.slug, body: .init(learner: .logistic)), as: world.scientist)
                database.fail(at: statement)
                _ = try? await JobRunner(world.services).runWaiting()
                let hit = database.statements.count >= statement
                database.heal()
                let models = try await world.models().count
                let judged = try await world.world.count("SELECT count(*) AS n FROM evaluation")
                let told = try await world.world.count("SELECT count(*) AS n FROM event WHERE kind = 'model.trained'")
                let done = try await world.world.count("SELECT count(*) AS n FROM job WHERE state = 'done'")
                #expect(models == done && judged == done && told == done, "at statement \(statement)")
                // Whatever was left is finished by the next server, once the lease has run out.
                world.world.clock.move(seconds: JobRules.leaseSeconds + 1)
                try await JobRunner(world.services).runWaiting()
                let after = try await GetJob(world.services).run(asked.id, as: world.scientist)
                #expect(after.state == .done || after.state == .failed)
                if !hit { break }
                // Every statement of the first hundred, then samples of the long tail of snapshot rows.
                statement += statement < 60 ? 1 : 23
            }
            #expect(statement > 100, "the whole training was failed")
        }
    }
}
