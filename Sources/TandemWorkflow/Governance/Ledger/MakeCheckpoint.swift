import TandemGovernance
import TandemLedger
import TandemStore

/// Signs where every chain of the ledger stands and repeats it in the anchor file; done every minute by the ticker.
///
/// When nothing was written since the last one there is no new one. What an earlier run could not anchor is anchored
/// now. Safe on several servers at once: one number is given once.
public struct MakeCheckpoint: UseCase {
    /// Nothing is asked.
    public struct Input: Sendable {
        /// Nothing.
        public init() {}
    }

    /// The newest checkpoint.
    public struct Output: Encodable, Sendable, Equatable {
        /// Whether it was made now.
        public let made: Bool
        /// Its number; nil while there is none.
        public let number: Int?
        /// When it was made.
        public let at: Instant?
        /// Its hash in hex.
        public let hash: String?
        /// How many checkpoints were anchored now.
        public let anchored: Int
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Makes a checkpoint if there is news.
    /// - Throws: `Problem` with code `instance_keys_missing` or `anchor_unreachable`; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(.verifyLedger, in: nil, for: actor)
        guard let keys = services.keys else {
            throw Problem(
                .unavailable, "instance_keys_missing", "This process was started without the installation's key file.")
        }
        let now = services.clock.now
        let id = services.random.id(IDs.Checkpoint.self, at: now).rawValue
        var made = false
        if try await services.database.read({ try Self.isNews($0) }) {
            made = try await services.database.write { tx in
                guard try Self.isNews(tx) else { return false }
                let checkpoint = try Checkpoint(
                    after: try CheckpointStore.last(tx), id: id, at: now, heads: try CheckpointStore.heads(tx),
                    signedWith: keys.checkpoint)
                tx.hint("checkpoint")
                return try CheckpointStore.insert(checkpoint, in: tx)
            }
        }
        let anchored = try await anchor()
        let last = try await services.database.read { tx in try CheckpointStore.last(tx) }
        return Output(
            made: made, number: last?.number, at: last?.at, hash: last.map { Hex.text($0.hash) }, anchored: anchored)
    }

    private static func isNews(_ tx: any ReadTransaction) throws -> Bool {
        let heads = try CheckpointStore.heads(tx)
        return try !heads.isEmpty && CheckpointStore.last(tx)?.heads != Checkpoint.text(heads)
    }

    /// Appends every checkpoint that the anchor file does not have yet.
    private func anchor() async throws -> Int {
        guard let anchor = services.anchor else { return 0 }
        var last = try anchor.lastLine().flatMap(Checkpoint.init(line:))?.number ?? 0
        var count = 0
        while true {
            let page = try await services.database.read { [last] tx in
                try CheckpointStore.page(after: last, limit: 500, tx)
            }
            guard let newest = page.last else { return count }
            try anchor.append(page.flatMap { try $0.line() + [UInt8(ascii: "\n")] })
            count += page.count
            last = newest.number
        }
    }
}
