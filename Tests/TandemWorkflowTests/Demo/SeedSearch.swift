import Foundation
import Logging
import TandemLedger
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct SeedSearch {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SEEDS"] != nil)) func `seed search`() async throws {
        let text = ProcessInfo.processInfo.environment["SEEDS"] ?? ""
        let bytes = try #require(DemoWorld.data(of: .fraud))
        for seed in text.split(separator: ",").compactMap({ UInt64($0) }) {
            for start in [1_795_000_000_000, 1_795_012_345_678] {
                try await TestDatabases.with { database in
                    let clock = ManualClock(Instant(milliseconds: start))
                    let random = SeededRandomSource(seed: UInt64(start))
                    var services = Services(
                        database: database, clock: clock, random: random, blobs: MemoryBlobs(),
                        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                        keys: try InstanceKeys.generate(from: random))
                    services.suggestions = LiveSuggestions(services.liveModels)
                    let deck = try DemoDeck(.fraud, rows: try DemoCase.fraud.read(bytes), seed: seed)
                    let seeded = try await DemoSeeding(.fraud, deck: deck, seed: seed, house: services, told: { _ in }).run()
                    let rows = try await database.read { tx in
                        try tx.rows("SELECT state, details FROM certificate ORDER BY id").map { try $0.text("state") }
                    }
                    print("SEED \(seed) start \(start) \(seeded.certificate.state) noise \(seeded.certificate.labelNoise ?? -1) single \(seeded.certificate.answerNoise ?? -1) coverage \(seeded.certificate.coverage) all \(rows)")
                }
            }
        }
    }
}
