import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Replays four days of a project's history through the use cases, under a clock of its own.
///
/// Nothing is written behind their backs: every row and event is what the same people would have left by pressing
/// buttons. Who knows the truth: the simulated people, and the outcomes that arrive afterwards.
public struct DemoSeeding: Sendable {
    /// What the history came to.
    public struct Result: Sendable {
        /// The project.
        public let project: ProjectID
        /// The certificate issued last; a refused one says what is missing.
        public let certificate: CertificateView
        /// The model that decides.
        public let model: ModelID
    }

    /// How many days are replayed.
    public static let days = 4

    let demo: DemoCase
    let deck: DemoDeck
    let seed: UInt64
    let clock: DemoClock
    let services: Services
    /// The same house with ids of its own, so that fits of the aggregator change nothing else in the history.
    let fitting: Services
    let start: Instant
    let end: Instant
    private let told: @Sendable (String) -> Void

    /// A history that ends now.
    /// - Parameters:
    ///   - demo: which demo.
    ///   - deck: its rows.
    ///   - seed: of ids, keys and answers in the history; the same seed and data give the same history.
    ///   - house: the services of the house; history is written to its database under a clock of its own.
    ///   - told: hears each step.
    public init(
        _ demo: DemoCase, deck: DemoDeck, seed: UInt64, house: Services, told: @escaping @Sendable (String) -> Void
    ) {
        self.demo = demo
        self.deck = deck
        self.seed = seed
        self.told = told
        end = house.clock.now
        start = end.adding(seconds: -Self.days * 86_400)
        clock = DemoClock(start)
        var services = Services(
            database: house.database, clock: clock, random: SeededRandomSource(seed: seed), blobs: house.blobs,
            logger: house.logger, keys: house.keys, anchor: house.anchor)
        services.suggestions = LiveSuggestions(services.liveModels)
        self.services = services
        fitting = Services(
            database: house.database, clock: clock, random: SeededRandomSource(seed: seed &+ 1), blobs: house.blobs,
            logger: house.logger, keys: house.keys, anchor: house.anchor)
    }

    /// Whether the database holds nothing yet.
    /// - Throws: `StoreError`.
    public static func isNeeded(_ services: Services) async throws -> Bool {
        try await Bootstrap(services).isNeeded()
    }

    /// Refuses a database that holds another demo, or a history whose replay was broken off.
    /// - Throws: `Problem` with code `demo_incomplete`; `StoreError`.
    public static func check(_ demo: DemoCase, deck: DemoDeck, _ services: Services) async throws {
        let items: Int
        do {
            let administrator = try await Authenticate(services).person(DemoPerson.administrator.email)
            items = try await QueueStatus(services).run(.init(project: demo.name), as: administrator).items
        } catch let problem as Problem where problem.kind == .notFound {
            items = 0
        }
        guard items >= deck.historyCount else {
            throw Problem(
                .conflict, "demo_incomplete",
                "The database holds no complete history of the \(demo.name) demo; take another data directory.",
                at: "--data-dir")
        }
    }

    /// Replays.
    /// - Throws: `Problem` or `StoreError` when a use case refuses; then the database holds a part of the history.
    public func run() async throws -> Result {
        tell("People and project")
        let project = try await setUp()
        let crew = try await DemoCrew.find(demo, deck: deck, seed: seed, services)
        try await importRows(deck.first, name: "first-batch", as: crew.administrator)
        try await setGold(as: crew.administrator)
        try await labelFirstBatch(crew)
        tell("First model and certificate")
        advance(hours: 56)
        let model = try await trainAndPromote(crew)
        _ = try await certify(crew)
        tell("Decisions of a day")
        try await decide(deck.decided, crew)
        tell("Second model and certificate")
        advance(hours: 71)
        let second = try await trainAndPromote(crew, after: model)
        let certificate = try await certify(crew)
        tell("Today's work")
        advance(hours: 80)
        try await importRows(deck.second, name: "second-batch", as: crew.administrator)
        try await label(crew, rounds: deck.second.count / 2)
        try await adjudicate(crew)
        clock.advance(to: end)
        try await checkpoint(crew)
        return Result(project: project, certificate: certificate, model: second)
    }

    func tell(_ step: String) { told(step) }

    /// Moves the clock to so many hours after the start, if it is not there yet.
    func advance(hours: Int) { clock.advance(to: start.adding(seconds: hours * 3600)) }

    /// Signs where the ledger stands; so the figures of each day can be asked for later.
    func checkpoint(_ crew: DemoCrew) async throws {
        _ = try await MakeCheckpoint(services).run(.init(), as: crew.administrator)
    }
}
