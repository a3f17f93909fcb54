import Logging
import TandemLedger
import TandemStore

/// Everything a use case may reach, put together once in the composition root.
public struct Services: Sendable {
    /// The database.
    public let database: any Database
    /// The ledger.
    public let ledger: Ledger
    /// The time.
    public let clock: any WallClock
    /// Ids, secrets and seeds.
    public let random: any RandomSource
    /// Big bytes.
    public let blobs: any BlobStore
    /// Where the program tells what it does; no personal data.
    public let logger: Logger
    /// What the live model says about an item; the registry's, none until the composition root sets it.
    public var suggestions: any SuggestionSource = NoSuggestions()
    /// Takes how long things take; nothing until the composition root sets it.
    public var meter: any Meter = NoMeter()
    /// The live models of all projects, loaded.
    public let liveModels: LiveModels
    /// The secrets that lie outside the database; nil where nothing needs them, as in most tests.
    public let keys: InstanceKeys?
    /// Where checkpoints of the ledger are repeated outside the database; nil for nowhere.
    public let anchor: (any CheckpointAnchor)?
    /// The references of valid certificates that the population monitor compares live inputs with.
    public let novelties = NoveltyReferences()
    /// Who was recognized a moment ago; see `Authenticate`.
    public let identities = IdentityCache()
    /// What aggregators have learned about workers.
    public let fits = FitCache()
    /// Figures that were computed for a checkpoint already.
    public let kpis = KPICache()

    /// Services as the composition root puts them together.
    public init(
        database: any Database, clock: any WallClock, random: any RandomSource, blobs: any BlobStore, logger: Logger,
        keys: InstanceKeys? = nil, anchor: (any CheckpointAnchor)? = nil
    ) {
        self.keys = keys
        self.anchor = anchor
        self.database = database
        self.clock = clock
        self.random = random
        self.blobs = blobs
        self.logger = logger
        liveModels = LiveModels(database: database, blobs: blobs)
        ledger = Ledger(clock: clock, random: random, tally: EventTally.add)
    }
}
