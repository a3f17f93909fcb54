import Synchronization

/// Counts writes and commits from whatever thread they happen on.
package final class ActivityTally: Sendable {
    private let sums = Mutex(StoreActivity())

    package init() {}

    /// What was counted so far.
    package var sum: StoreActivity { sums.withLock { $0 } }

    /// Notes one commit of so many writes.
    package func note(writes: Int) {
        sums.withLock { sums in
            sums.writes += writes
            sums.commits += 1
        }
    }
}
