import Synchronization
import TandemLedger

/// Remembers for two seconds who stands behind a session or token, so that a busy client costs no query a request.
///
/// **Staleness.** In this process, signing out, revoking a token, changing a role or a password and erasing an account
/// forget the person at once. Another server on the same database may go on believing what it knew for up to two
/// seconds. At most 4,096 entries are kept.
public final class IdentityCache: Sendable {
    private struct Entry {
        let found: SignedIn
        let at: Instant
    }
    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var generation = 0
    }

    private static let life = 2000
    private static let most = 4096

    private let state = Mutex(State())

    /// An empty cache.
    public init() {}

    /// What is known under a hash, and a ticket to hand to `remember` with what the database says otherwise.
    func find(_ hash: [UInt8], at now: Instant) -> (found: SignedIn?, ticket: Int) {
        state.withLock { state in
            guard let entry = state.entries[hash], (0..<Self.life).contains(now.since(entry.at)) else {
                return (nil, state.generation)
            }
            if let end = entry.found.expiresAt, now >= end { return (nil, state.generation) }
            return (entry.found, state.generation)
        }
    }

    /// Keeps what the database said, unless something was forgotten since the ticket was drawn.
    func remember(_ found: SignedIn, under hash: [UInt8], at now: Instant, ticket: Int) {
        state.withLock { state in
            guard state.generation == ticket else { return }
            if state.entries.count >= Self.most { state.entries.removeAll(keepingCapacity: true) }
            state.entries[hash] = Entry(found: found, at: now)
        }
    }

    /// Forgets everything; called after each commit that changes who may do what.
    ///
    /// Such changes are rare.
    func forget() {
        state.withLock { state in
            state.generation += 1
            state.entries.removeAll(keepingCapacity: true)
        }
    }
}
