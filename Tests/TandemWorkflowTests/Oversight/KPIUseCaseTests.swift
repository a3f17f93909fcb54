import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct KPIUseCaseTests {
    /// Three people answer thirty items, one of them always wrong; a rate and a posted cost.
    private func small(_ world: TestWorld) async throws -> ProjectView {
        let project = try await world.project {
            $0.overlap = 3
            $0.undoSeconds = 0
            $0.agreementThreshold = 0.6
        }
        try await world.importItems(30, into: project)
        for (name, label) in [("Ann", "yes"), ("Bob", "yes"), ("Cid", "no")] {
            let person = try await world.person(name, [.annotator], in: project.id)
            _ = try await SetRate(world.services).run(
                .init(worker: try #require(person.worker), .init(perHour: 36, currency: "EUR")), as: world.administrator
            )
            while let task = try await ClaimTask(world.services).run(.init(project: project.slug), as: person) {
                world.clock.move(seconds: 10)
                _ = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(fence: task.fence, value: .string(label), activeMs: 5000)),
                    as: person)
            }
        }
        return project
    }

    @Test(arguments: TestDatabases.engines)
    func `figures come from what the use cases wrote`(_ engine: Dialect.Engine) async throws {
        try await TestWorld.with(engine) { world in
            let project = try await small(world)
            _ = try await PostCost(world.services).run(
                .init(project: project.slug, body: .init(kind: "platform", amount: 15, currency: "EUR")),
                as: world.administrator)
            let found = try await ComputeKPIs(world.services).run(.init(project: project.slug), as: world.administrator)
            let kpis = Dictionary(uniqueKeysWithValues: found.kpis.map { ($0.key, $0) })
            #expect(found.kpis.count == 12 && found.checkpoint == nil)
            let consensus = try #require(kpis["consensus_rate"])
            #expect(abs((consensus.value ?? 0) - 1.0 / 3) < 1e-12 && consensus.n == 30 && consensus.status == .notMet)
            let cost = try #require(kpis["cost_per_label"])
            #expect(abs((cost.value ?? 0) - (90 * 36 * 5.0 / 3600 + 15) / 30) < 1e-9)
            let ambiguous = try #require(kpis["ambiguous_handled"])
            #expect(ambiguous.value == 1 && ambiguous.details["handled"]?["value"] == 1)
            #expect(kpis["labeling_accuracy"]?.estimated == true)
            #expect(kpis["collaboration_ratio"]?.missing == "needs closed decisions")
            let bytes = try Wire.encode(found)
            #expect(String(decoding: bytes, as: UTF8.self).contains(#""status":"not_met""#))
        }
    }

    @Test func `figures of single people are for those who may see them, and for themselves`() async throws {
        try await TestWorld.with { world in
            let project = try await small(world)
            let gold = SetGold.Body(items: [.init(item: "i0", value: "yes")])
            _ = try await SetGold(world.services).run(.init(project: project.slug, body: gold), as: world.administrator)
            let list = ListWorkerFigures(world.services)
            let all = try await list.run(.init(project: project.slug), as: world.administrator)
            #expect(all.figures.count == 3 && !all.isOwnOnly)
            #expect(
                all.figures.values.allSatisfy { $0.answers == 30 && $0.medianMilliseconds == 5000 && $0.gold?.n == 1 })
            let worker = try #require(all.figures.first { $0.value.gold?.value == 0 }?.key)
            let cid = Actor(
                account: nil, worker: worker, workspace: world.workspace, name: "Cid", isAdministrator: false,
                roles: [project.id: [.annotator]])
            let own = try await list.run(.init(project: project.slug), as: cid)
            #expect(Array(own.figures.keys) == [worker] && own.isOwnOnly)
            let user = try await world.person("Uma", [.endUser], in: project.id)
            #expect(try await list.run(.init(project: project.slug), as: user).figures.isEmpty)
            func workers(_ actor: Actor) async throws -> Set<String> {
                let kpis = try await ComputeKPIs(world.services).run(.init(project: project.slug), as: actor).kpis
                let details = kpis.first { $0.key == "labeling_accuracy" }?.details
                return Set(details?["by_worker"]?.object?.keys.map(\.self) ?? [])
            }
            #expect(try await workers(world.administrator).count == 3)
            #expect(try await workers(cid) == [worker.rawValue])
        }
    }

    @Test func `an export gives an independent program the same values`() async throws {
        try await TestWorld.with { world in
            let project = try await small(world)
            let found = try await ComputeKPIs(world.services).run(.init(project: project.slug), as: world.administrator)
            let (workspace, end) = (world.workspace, world.clock.now.adding(seconds: 1))
            let lines = try await world.database.read { tx in
                var bytes: [UInt8] = []
                let export = try LedgerExport(
                    scope: .init(workspace: workspace, project: nil), from: Instant(milliseconds: 0), to: end, tx)
                var place: LedgerExport.Place? = .start
                while let next = place {
                    let page = try export.page(at: next, tx)
                    bytes += page.bytes
                    place = page.next
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            let other = try SecondOpinion.figures(
                lines, project: project.id.rawValue, labels: project.question.labels.map(\.value))
            for kpi in found.kpis {
                let second = try #require(other[kpi.key])
                #expect((kpi.value == nil) == (second == nil), "\(kpi.key)")
                if let value = kpi.value, let second { #expect(abs(value - second) < 1e-9, "\(kpi.key)") }
            }
            #expect(found.kpis.count { $0.value != nil } >= 4)
        }
    }

    @Test func `a history has at most sixty points and ends with the present`() async throws {
        try await TestWorld.with { world in
            let project = try await small(world)
            let now = try await ComputeKPIs(world.services).run(.init(project: project.slug), as: world.administrator)
            let history = try await KPIHistory(world.services).run(
                .init(project: project.slug, points: 5), as: world.administrator)
            #expect(history.series.count == 12 && history.series.allSatisfy { $0.points.count == 5 })
            #expect(history.series.map { $0.points.last?.value } == now.kpis.map(\.value))
            await #expect(throws: Problem.self) {
                try await KPIHistory(world.services).run(
                    .init(project: project.slug, points: 61), as: world.administrator)
            }
        }
    }

    @Test func `a cost posted again under its key is posted once, and nonsense is refused`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            let body = PostCost.Body(kind: "platform", amount: 9, currency: "EUR")
            let input = PostCost.Input(project: project.slug, body: body, onceKey: "k1")
            let first = try await PostCost(world.services).run(input, as: world.administrator)
            let again = try await PostCost(world.services).run(input, as: world.administrator)
            #expect(first == again)
            #expect(try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'cost.posted'") == 1)
            #expect(try await world.count("SELECT count(*) AS n FROM cost") == 1)
            let start = world.clock.now
            let wrong = [
                PostCost.Body(kind: "a b", amount: 1, currency: "EUR"), .init(kind: "a", amount: .nan, currency: "EUR"),
                .init(kind: "a", amount: 1, currency: "euro"),
                .init(kind: "a", amount: 1, currency: "EUR", periodStart: start, periodEnd: start.adding(seconds: -1)),
            ]
            for body in wrong {
                await #expect(throws: Problem.self) {
                    try await PostCost(world.services).run(
                        .init(project: project.slug, body: body), as: world.administrator)
                }
            }
        }
    }

    @Test func `people without a part in the project see no figures and post no costs`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            let stranger = try await world.person("Eve", [], in: project.id)
            let annotator = try await world.person("Ann", [.annotator], in: project.id)
            await #expect(throws: Problem.noSuch("project", project.slug)) {
                try await ComputeKPIs(world.services).run(.init(project: project.slug), as: stranger)
            }
            await #expect(throws: Problem.self) {
                try await PostCost(world.services).run(
                    .init(project: project.slug, body: .init(kind: "a", amount: 1, currency: "EUR")), as: annotator)
            }
            _ = try await ComputeKPIs(world.services).run(.init(project: project.slug), as: annotator)
        }
    }

    @Test func `figures of a moment before the first checkpoint are refused`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            await #expect(throws: Problem.self) {
                try await ComputeKPIs(world.services).run(
                    .init(project: project.slug, at: world.clock.now), as: world.administrator)
            }
        }
    }

    @Test func `figures stand on a checkpoint, and what came later waits for the next`() async throws {
        try await TestWorld.with { world in
            let services = Services(
                database: world.database, clock: world.clock, random: world.services.random,
                blobs: world.services.blobs,
                logger: world.services.logger, keys: try InstanceKeys.generate(from: world.services.random))
            let system = Actor.system(in: world.workspace)
            func ratio(_ at: Instant? = nil) async throws -> (Double?, Int?) {
                let found = try await ComputeKPIs(services).run(
                    .init(project: "phishing", at: at), as: world.administrator)
                return (found.kpis[4].value, found.checkpoint?.number)
            }
            let project = try await small(world)
            #expect(project.slug == "phishing")
            _ = try await MakeCheckpoint(services).run(.init(), as: system)
            let first = try await ratio()
            let then = world.clock.now
            world.clock.move(seconds: 60)
            _ = try await PostCost(services).run(
                .init(project: project.slug, body: .init(kind: "platform", amount: 30, currency: "EUR")),
                as: world.administrator)
            #expect(try await ratio() == first && first.1 == 1)
            _ = try await MakeCheckpoint(services).run(.init(), as: system)
            let second = try await ratio()
            #expect(abs((second.0 ?? 0) - (first.0 ?? 0) - 1) < 1e-9 && second.1 == 2)
            #expect(try await ratio(then) == first)
        }
    }
}
