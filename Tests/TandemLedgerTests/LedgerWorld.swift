import Crypto
import Synchronization
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport

/// A clock that moves a second each time it is read.
final class StepClock: WallClock {
    private let time = Mutex(Instant(milliseconds: TestDatabases.start))

    var now: Instant {
        time.withLock { time in
            time = time.adding(seconds: 1)
            return time
        }
    }
}

/// A writer with a name of its own, as another server on the same database would have.
struct OtherWriter: WriteTransaction {
    let inner: any WriteTransaction
    let writer: String

    var dialect: Dialect { inner.dialect }
    var deferrals: Deferrals { inner.deferrals }
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws { try inner.forEach(sql, body) }
    func run(_ sql: SQL) throws -> Int { try inner.run(sql) }
    func hint(_ topic: String) { inner.hint(topic) }
}

/// An anchor in memory.
final class MemoryAnchor: CheckpointAnchor {
    private let lines = Mutex<[[UInt8]]>([])

    func append(_ bytes: [UInt8]) { lines.withLock { $0 += bytes.split(separator: 10).map(Array.init) } }
    func lastLine() -> [UInt8]? { lines.withLock { $0.last } }
    func forEachLine(_ body: ([UInt8]) throws -> Void) rethrows {
        for line in lines.withLock({ $0 }) { try body(line) }
    }
    func replace(_ line: Int, with bytes: [UInt8]) { lines.withLock { $0[line] = bytes } }
}

/// A ledger of two chains, `a` and `b`, with ten events each, and a checkpoint after five and after ten.
struct LedgerWorld: Sendable {
    static let workspace = WorkspaceID(rawValue: "wsp_00000000000000000000000001")
    static let chains = ["a", "b"]

    let database: any Database
    let ledger: Ledger
    let random = SeededRandomSource(seed: 7)
    let clock = StepClock()
    let keys: InstanceKeys
    let anchor = MemoryAnchor()

    static func with(_ engine: Dialect.Engine = .sqlite, _ body: (LedgerWorld) async throws -> Void) async throws {
        try await TestDatabases.with(engine) { database in
            let world = try LedgerWorld(database)
            for _ in 0..<2 {
                for index in 0..<5 { for chain in chains { try await world.append("thing\(index)", to: chain) } }
                try await world.checkpoint()
            }
            try await body(world)
        }
    }

    private init(_ database: any Database) throws {
        self.database = database
        ledger = Ledger(clock: clock, random: random)
        keys = try InstanceKeys.generate(from: random)
    }

    @discardableResult
    func append(_ subject: String, to chain: String, sealing details: Sealing? = nil) async throws -> Event? {
        let actor = Actor.system(in: Self.workspace)
        return try await database.write { tx in
            var draft = try EventDraft(.itemIngested, by: actor, subject: subject, facts: ["n": 1])
            draft.sealed = details
            return try ledger.append([draft], in: OtherWriter(inner: tx, writer: chain)).first
        }
    }

    func checkpoint() async throws {
        try await database.write { tx in
            let checkpoint = try Checkpoint(
                after: CheckpointStore.last(tx), id: "chk_\(clock.now.milliseconds)", at: clock.now,
                heads: CheckpointStore.heads(tx), signedWith: keys.checkpoint)
            _ = try CheckpointStore.insert(checkpoint, in: tx)
            anchor.append(try checkpoint.line() + [10])
        }
    }

    func verify(anchored: Bool = true) async throws -> LedgerReport {
        let verifier = LedgerVerifier(trustedKeys: [keys.publicKey], anchor: anchored ? anchor : nil)
        return try await database.read { try verifier.verify($0) }
    }

    /// Changes the ledger as somebody would who owns the database: without the triggers that refuse it.
    func tamper(_ body: @escaping @Sendable (any WriteTransaction) throws -> Void) async throws {
        try await database.write { tx in
            for sql in Self.withoutTriggers(tx.dialect) { try tx.run(sql) }
            try body(tx)
        }
    }

    private static func withoutTriggers(_ dialect: Dialect) -> [SQL] {
        switch dialect.engine {
        case .sqlite:
            [
                "DROP TRIGGER IF EXISTS event_refuses_update", "DROP TRIGGER IF EXISTS event_refuses_delete",
                "DROP TRIGGER IF EXISTS checkpoint_refuses_update", "DROP TRIGGER IF EXISTS checkpoint_refuses_delete",
            ]
        case .postgres:
            [
                "DROP TRIGGER IF EXISTS event_refuses_change ON event",
                "DROP TRIGGER IF EXISTS checkpoint_refuses_change ON checkpoint",
            ]
        }
    }

    /// Gives every row of a chain from a place on the hash that it should have, and the head too: a careful forger.
    static func rehash(_ chain: String, from start: Int, in tx: any WriteTransaction) throws {
        let events = try EventStore.all(tx).filter { $0.chain == chain }
        var previous = events.last { $0.seq < start }?.hash ?? EventHash.genesis
        for event in events where event.seq >= start {
            let draft = EventDraft(
                actor: event.actor, role: event.role, workspace: event.workspace, project: event.project,
                kind: event.kind, subject: event.subject, correlation: event.correlation, causation: event.causation,
                policyVersion: event.policyVersion, facts: event.facts)
            let forged = Event(
                chain: chain, seq: event.seq, id: event.id, occurredAt: event.occurredAt, recordedAt: event.recordedAt,
                draft: draft, sealed: event.sealed, sealKey: event.sealKey, previous: previous)
            try tx.run(
                """
                UPDATE event SET prev = \(forged.previous), hash = \(forged.hash)
                WHERE chain = \(chain) AND seq = \(event.seq)
                """)
            previous = forged.hash
        }
        try tx.run(
            """
            UPDATE chain_head SET hash = \(previous), seq = \(events.last?.seq ?? 0) WHERE chain = \(chain)
            """)
    }
}
