import Foundation
import Logging
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport

/// A demo whose history has been replayed, with its stream and team under a clock that is moved by hand.
struct DemoWorld: Sendable {
    static let seed = DemoCase.seed

    let demo: DemoCase
    let services: Services
    let clock: ManualClock
    let seeded: DemoSeeding.Result
    let stream: DemoStream
    let team: DemoTeam

    /// The file that the set-up script fetched; nil when it is absent.
    static func data(of demo: DemoCase) -> [UInt8]? {
        let named = ProcessInfo.processInfo.environment["TANDEM_VENDOR"].map { URL(fileURLWithPath: $0) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = named ?? root.appendingPathComponent("vendor")
        return (try? Data(contentsOf: folder.appendingPathComponent(demo.file))).map { [UInt8]($0) }
    }

    static func with(_ demo: DemoCase, _ bytes: [UInt8], _ body: (DemoWorld) async throws -> Void) async throws {
        try await TestDatabases.with { database in
            let clock = ManualClock(Instant(milliseconds: 1_795_000_000_000))
            let random = SeededRandomSource(seed: 99)
            var services = Services(
                database: database, clock: clock, random: random, blobs: MemoryBlobs(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                keys: try InstanceKeys.generate(from: random))
            services.suggestions = LiveSuggestions(services.liveModels)
            let deck = try DemoDeck(demo, rows: try demo.read(bytes), seed: seed)
            let seeded = try await DemoSeeding(demo, deck: deck, seed: seed, house: services, told: { _ in }).run()
            try await body(
                DemoWorld(
                    demo: demo, services: services, clock: clock, seeded: seeded,
                    stream: DemoStream(demo, deck: deck, house: services),
                    team: DemoTeam(demo, deck: deck, seed: seed + 1, secondsPerTask: 4.5, house: services)))
        }
    }

    func person(_ name: String) async throws -> Actor {
        try await Authenticate(services).person(name + "@example.org")
    }

    /// One second of the running demo.
    /// - Returns: whether the case belonged to the pattern that was held back.
    func second() async throws -> Bool {
        clock.move(milliseconds: 500)
        try await team.work()
        clock.move(milliseconds: 500)
        let isPattern = try await stream.sendNext()
        try await team.work()
        return isPattern
    }

    /// What the visitor does: retrains as one person, promotes as another.
    func retrain() async throws {
        let sam = try await person("sam")
        let job = try await RequestTraining(services).run(.init(project: demo.name), as: sam)
        try await JobRunner(services).runWaiting()
        let models = try await ListModels(services).run(.init(project: demo.name), as: sam).items
        guard let made = models.first(where: { $0.job == job.id && $0.arm == .withPeople }) else { return }
        _ = try await PromoteModel(services).run(.init(model: made.id), as: try await person("cleo"))
        try await JobRunner(services).runWaiting()
    }

    func certify() async throws -> CertificateView {
        try await IssueCertificate(services).run(
            .init(project: demo.name, body: .init(maxError: demo.maxError, confidence: 0.95)),
            as: try await person("sam"))
    }

    func certificates() async throws -> ListCertificates.Output {
        try await ListCertificates(services).run(.init(project: demo.name), as: try await person("conny"))
    }
}
