import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct PromotionTests {
    private func promote(_ world: RegistryWorld, _ model: ModelID, as actor: Actor) async throws -> String? {
        try await world.problem { _ = try await PromoteModel(world.services).run(.init(model: model), as: actor) }
    }

    @Test(arguments: TestDatabases.engines)
    func `another person puts a model in place and the ledger knows what it uses first`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<200)
            let first = try await world.goLive()
            let live = try #require(try await world.services.liveModels.current(world.project.id))
            #expect(live.id == first && live.versionName == "v1" && live.version == 1)
            let facts = try #require(try await world.facts(.modelPromoted).first)
            #expect(facts["labels_first_used"]?.int == 200 && facts["items"]?.array?.count == 200)
            #expect(facts["previous"] == .null)
            try await world.settle(200..<230)
            _ = try await world.train()
            let second = try #require(try await world.models().first { $0.number == 2 })
            _ = try await PromoteModel(world.services).run(
                .init(model: second.id, reason: "better"), as: world.champion)
            #expect(try await world.services.liveModels.current(world.project.id)?.id == second.id)
            // Servers on PostgreSQL write several chains, so the order of the rows says nothing here.
            let later = try #require(try await world.facts(.modelPromoted).first { $0["previous"] != .null })
            #expect(later["labels_first_used"]?.int == 30 && later["previous"]?.string == first.rawValue)
            #expect(try await world.models().map(\.state) == [.retired, .live, .candidate])
            let list = try await ListModels(world.services).run(.init(project: world.project.slug), as: world.annotator)
            #expect(list.live?.model == second.id && list.changes.map(\.kind) == [.promoted, .promoted])
            #expect(list.changes.first?.reason == "better")
            let job = try #require(second.job)
            #expect(later["jobs"] == [.string(job.rawValue)] && later["requested_at"]?.int != nil)
        }
    }

    @Test func `its author, whoever answered most of it, strangers and the system may not`() async throws {
        try await RegistryWorld.with { world in
            let author = try await world.world.person("Both", [.scientist, .champion], in: world.project.id)
            let giver = try await world.world.person("Giver", [.champion, .annotator], in: world.project.id)
            let helper = try #require(world.annotator.worker)
            let most = try #require(giver.worker)
            try await world.settle(0..<150, by: [most])
            try await world.settle(150..<200, by: [most, helper])
            _ = try await world.train(as: author)
            let model = try #require(try await world.models().first?.id)
            #expect(try await promote(world, model, as: author) == "author_cannot_promote")
            #expect(try await promote(world, model, as: giver) == "own_labels")
            #expect(try await promote(world, model, as: world.annotator) == "role_missing")
            #expect(try await promote(world, model, as: .system(in: world.world.workspace)) == "needs_a_person")
            let elsewhere = Actor(
                account: nil, worker: WorkerID(rawValue: "wrk_x"), workspace: WorkspaceID(rawValue: "wsp_x"), name: "X",
                isAdministrator: true, roles: [:])
            #expect(try await promote(world, model, as: elsewhere) == "no_such_model")
            #expect(try await world.facts(.modelPromoted).isEmpty)
            #expect(try await promote(world, model, as: world.champion) == nil)
        }
    }

    @Test func `an administrator who asked for a model needs another person too`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            _ = try await world.train(as: world.world.administrator)
            let model = try #require(try await world.models().first?.id)
            #expect(try await promote(world, model, as: world.world.administrator) == "author_cannot_promote")
        }
    }

    @Test func `the arm without people's labels never goes live`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            let first = try await world.goLive()
            try await world.settle(200..<220)
            _ = try await world.train()
            let arm = try #require(try await world.models().first { $0.arm == .withoutPeople })
            #expect(try await promote(world, arm.id, as: world.champion) == "arm_for_comparison")
            #expect(try await promote(world, first, as: world.champion) == "already_live")
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a rollback goes back step by step`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            func back() async throws -> String? {
                try await world.problem {
                    _ = try await RollBackModel(world.services).run(
                        .init(project: world.project.slug, reason: "errs"), as: world.champion)
                }
            }
            #expect(try await back() == "no_live_model")
            try await world.settle(0..<200)
            let first = try await world.goLive()
            #expect(try await back() == "nothing_before")
            var chain = [first]
            for round in 0..<2 {
                try await world.settle(200 + 20 * round..<220 + 20 * round)
                _ = try await world.train()
                let next = try #require(try await world.models().last { $0.arm == .withPeople }?.id)
                _ = try await PromoteModel(world.services).run(.init(model: next), as: world.champion)
                chain.append(next)
            }
            for expected in [chain[1], chain[0]] {
                #expect(try await back() == nil)
                #expect(try await world.services.liveModels.current(world.project.id)?.id == expected)
            }
            #expect(try await back() == "nothing_before")
            #expect(try await world.facts(.modelRolledBack).count == 2)
            let states = try await world.models().filter { $0.arm == .withPeople }.map(\.state)
            #expect(states == [.live, .retired, .retired])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `scoring goes on without a failure while the live model changes`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<200)
            let first = try await world.goLive()
            try await world.settle(200..<220)
            _ = try await world.train()
            let second = try #require(try await world.models().last { $0.arm == .withPeople }?.id)
            let project = world.project.id
            let models = world.services.liveModels
            let seen = try await withThrowingTaskGroup(of: Set<ModelID>.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var seen: Set<ModelID> = []
                        for _ in 0..<200 {
                            guard let live = try await models.current(project) else { continue }
                            _ = try live.artifact.scores(["amount": 600])
                            seen.insert(live.id)
                        }
                        return seen
                    }
                }
                _ = try await PromoteModel(world.services).run(.init(model: second), as: world.champion)
                return try await group.reduce(into: Set<ModelID>()) { $0.formUnion($1) }
            }
            #expect(seen.isSubset(of: [first, second]) && !seen.isEmpty)
            #expect(try await models.current(project)?.id == second)
        }
    }

    @Test func `an item's explanation adds up to the margin and names the live model`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            _ = try await world.goLive(.boosting)
            let item = try await world.database.read { tx in
                try ItemStore.list(in: world.project.id, after: nil, limit: 1, tx).first
            }
            let found = try await ExplainItem(world.services).run(
                .init(item: try #require(item).id), as: world.scientist)
            #expect(abs(found.probabilities.values.reduce(0, +) - 1) < 1e-9)
            #expect(found.suggestion.modelVersion == "v1")
            #expect(found.probabilities[found.suggestion.label] == found.suggestion.probability)
            let why = try #require(found.suggestion.explanation)
            let live = try #require(try await world.services.liveModels.current(world.project.id))
            let content = try #require(item?.content.object)
            let sign: Double = found.suggestion.label == live.artifact.classes[1] ? 1 : -1
            let margin = try live.artifact.margins(content)[0] * sign
            let sum = why.contributions.reduce(why.base) { $0 + $1.margin }
            #expect(abs(sum - margin) < 1e-4)
            #expect(why.contributions.allSatisfy { $0.feature != "gender" }, "sensitive columns are no features")
        }
    }
}
