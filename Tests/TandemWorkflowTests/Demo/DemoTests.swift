import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow
import Testing

/// The demo as a visitor finds it; skipped where the set-up script has not fetched its data.
@Suite(.serialized) struct DemoTests {
    static let data = DemoWorld.data(of: .fraud)

    @Test(.enabled(if: data != nil, "vendor/phishing.csv is absent: run make setup"))
    func `the replayed history ends certified, with audits untrained and most figures known`() async throws {
        try await DemoWorld.with(.fraud, try #require(Self.data)) { world in
            #expect(world.seeded.certificate.state == .valid)
            let sam = try await world.person("sam")
            let models = try await ListModels(world.services).run(.init(project: "fraud"), as: sam)
            #expect(models.live?.model == world.seeded.model)
            #expect(models.live?.previous != nil)
            let audited = try await Self.auditedItems(world)
            let trained = try await Self.trainedItems(world)
            #expect(!audited.isEmpty)
            #expect(trained.count > 100)
            #expect(audited.isDisjoint(with: trained))
            let figures = try await ComputeKPIs(world.services).run(.init(project: "fraud"), as: sam)
            #expect(figures.checkpoint != nil)
            #expect(figures.kpis.count { $0.value != nil } >= 9)
            let queue = try await QueueStatus(world.services).run(.init(project: "fraud"), as: sam)
            #expect((queue.waiting["label"] ?? 0) >= 10)
        }
    }

    @Test(.enabled(if: data != nil, "vendor/phishing.csv is absent: run make setup"))
    func `the new pattern ends the certificate, retraining and another certificate bring it back`() async throws {
        try await DemoWorld.with(.fraud, try #require(Self.data)) { world in
            for _ in 0..<DemoDeck.calmCases { #expect(try await world.second() == false) }
            #expect(try await world.certificates().valid != nil)
            var drifted = 0
            while drifted < 60, try await world.certificates().valid != nil {
                if try await world.second() { drifted += 1 }
            }
            let ended = try await world.certificates()
            #expect(ended.valid == nil)
            #expect(ended.items.first?.state == .withdrawn)
            for _ in 0..<120 { _ = try await world.second() }
            try await world.retrain()
            let renewed = try await world.certify()
            #expect(renewed.state == .valid)
            let before = try await Self.automatic(world)
            for _ in 0..<60 { _ = try await world.second() }
            #expect(try await Self.automatic(world) > before)
            #expect(try await world.certificates().valid != nil)
        }
    }

    private static func automatic(_ world: DemoWorld) async throws -> Int {
        let project = world.seeded.project
        return try await world.services.database.read { tx in
            try CounterStore.values(of: project, tx)[DecisionCounters.auto] ?? 0
        }
    }

    private static func auditedItems(_ world: DemoWorld) async throws -> Set<ItemID> {
        let project = world.seeded.project
        return try await world.services.database.read { tx in
            let page = try LabelStore.resolved(project: project, after: nil, limit: 5_000, tx)
            return Set(page.filter { $0.purpose == .audit }.map(\.item.id))
        }
    }

    /// Items that any model was trained on.
    private static func trainedItems(_ world: DemoWorld) async throws -> Set<ItemID> {
        let sam = try await world.person("sam")
        let models = try await ListModels(world.services).run(.init(project: "fraud"), as: sam).items
        let snapshots = models.compactMap { $0.snapshot?.id }
        return try await world.services.database.read { tx in
            var found: Set<ItemID> = []
            for snapshot in snapshots {
                try SnapshotStore.forEachRow(of: snapshot, tx) { item, part, _, _ in
                    if part == .train { found.insert(item) }
                }
            }
            return found
        }
    }
}
