import TandemLedger

/// How fast somebody may try passwords, for one account or from one address.
///
/// The first few failures are free; each further one doubles the wait, from one second to a quarter of an hour. A try
/// counts as failed from the moment it begins until it succeeds, so that many at once gain nothing. After an hour
/// without a try the count starts over.
public struct ThrottleRules: Sendable, Equatable {
    /// Tries that cost nothing.
    public let free: Int

    /// Five tries for an account.
    public static let account = ThrottleRules(free: 5)
    /// Fifty for an address, behind which many people may sit.
    public static let address = ThrottleRules(free: 50)

    private static let longestWait = 15 * 60 * 1000
    private static let memory = 60 * 60 * 1000

    /// What is known of one account or address.
    public struct State: Sendable, Equatable {
        /// Tries that have not succeeded.
        public var failures: Int
        /// No try before this moment.
        public var blockedUntil: Instant
        /// The last try.
        public var updatedAt: Instant

        /// A state as it was stored.
        public init(failures: Int, blockedUntil: Instant, updatedAt: Instant) {
            self.failures = failures
            self.blockedUntil = blockedUntil
            self.updatedAt = updatedAt
        }
    }

    /// The state once a try has begun.
    /// - Throws: `Problem` with code `sign_in_throttled` and the fact `retry_after` in seconds.
    public func begin(_ state: State?, at now: Instant) throws(Problem) -> State {
        guard let state, now.since(state.updatedAt) < Self.memory else {
            return State(failures: 1, blockedUntil: now, updatedAt: now)
        }
        // A clock that was set back must not lock anybody out for longer than the longest wait.
        let wait = min(state.blockedUntil.since(now), Self.longestWait)
        if wait > 0 {
            let seconds = (wait + 999) / 1000
            throw Problem(
                .throttled, "sign_in_throttled", "Too many failed tries; try again in \(seconds) s.",
                facts: ["retry_after": String(seconds)])
        }
        let failures = state.failures + 1
        return State(
            failures: failures, blockedUntil: now.adding(milliseconds: Self.wait(failures - free)), updatedAt: now)
    }

    /// Milliseconds to wait after so many failures beyond the free ones.
    private static func wait(_ excess: Int) -> Int {
        if excess <= 0 { return 0 }
        return excess > 10 ? longestWait : min(longestWait, 500 << excess)
    }
}
