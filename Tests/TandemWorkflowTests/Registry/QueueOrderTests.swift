import TandemLabeling
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

@Suite struct QueueOrderTests {
    private struct Place {
        let task: TaskID
        let role: String
        let priority: Int
        let seq: Int
        let unsureness: Double
    }

    private func open(_ world: RegistryWorld, _ numbers: Range<Int>, purpose: TaskPurpose = .work) async throws {
        let now = world.world.clock.now
        let (project, services) = (world.project, world.services)
        try await world.database.write { tx in
            for number in numbers {
                let prepared = try ItemRules.prepare(row: RegistryWorld.made(number).content, project: project)
                let item = NewItem(
                    id: services.random.id(at: now), project: project, prepared: prepared, source: "test",
                    createdAt: now)
                try ItemStore.insert(item, in: tx)
                try TaskStore.insert(
                    NewTask(id: services.random.id(at: now), item: item.id, purpose: purpose, createdAt: now),
                    project: project, in: tx)
            }
        }
    }

    private func places(_ world: RegistryWorld) async throws -> [Place] {
        let live = try #require(try await world.services.liveModels.current(world.project.id))
        let tasks = try await world.database.read { tx in
            try TaskStore.openLabelTasks(in: world.project.id, limit: 10_000, tx)
        }
        return try tasks.map { entry in
            let scores = try live.artifact.scores(entry.item.content.object ?? [:])
            return Place(
                task: entry.task.id, role: entry.item.role.rawValue, priority: entry.task.priority, seq: entry.task.seq,
                unsureness: Uncertainty.entropy.score(scores))
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `after a promotion people are asked first what the model is least sure of`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<300)
            try await open(world, 1_000..<1_200)
            _ = try await world.goLive()
            let before = try await places(world)
            #expect(Set(before.map(\.priority)) == [50])
            try await JobRunner(world.services).runWaiting()
            let after = try await places(world)
            #expect(after.count == before.count)
            let training = after.filter { $0.role == "train" }.sorted { $0.priority < $1.priority }
            for (first, second) in zip(training, training.dropFirst()) where first.priority < second.priority {
                #expect(first.unsureness >= second.unsureness)
            }
            #expect(Set(training.map(\.priority)).count == 20)
            #expect(after.allSatisfy { ReprioritizeBand.range.contains($0.priority) })
            let old = Dictionary(uniqueKeysWithValues: before.map { ($0.task, $0) })
            let highest = before.map(\.seq).max() ?? 0
            for place in after where place.priority != old[place.task]?.priority {
                #expect(place.seq > highest, "a task that moves takes a new place, so no claim mark hides it")
            }
        }
    }

    @Test func `what calibrates and evaluates is placed by lot, not by what the model says`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<300)
            try await open(world, 1_000..<1_600)
            _ = try await world.goLive()
            try await JobRunner(world.services).runWaiting()
            let others = try await places(world).filter { $0.role != "train" }
            let (early, late) = (others.filter { $0.priority < 50 }, others.filter { $0.priority >= 50 })
            #expect(early.count > others.count / 3 && late.count > others.count / 3)
            let gap = mean(early) - mean(late)
            #expect(abs(gap) < 0.12, "no more unsure than the rest: \(gap)")
            let training = try await places(world).filter { $0.role == "train" }
            #expect(mean(training.filter { $0.priority < 50 }) - mean(training.filter { $0.priority >= 50 }) > 0.1)
        }
    }

    @Test func `audits, urgent tasks and tasks of a model that is live no more stay where they are`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<300)
            try await open(world, 1_000..<1_050, purpose: .audit)
            _ = try await world.goLive()
            try await JobRunner(world.services).runWaiting()
            #expect(try await places(world).allSatisfy { $0.priority == 50 })
        }
    }

    private func mean(_ places: [Place]) -> Double {
        places.reduce(0) { $0 + $1.unsureness } / Double(max(1, places.count))
    }
}

private enum ReprioritizeBand {
    static let range = 40...59
}
