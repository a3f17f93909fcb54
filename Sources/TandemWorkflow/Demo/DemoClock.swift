import Synchronization
import TandemLedger

/// A clock that is set by hand: history is replayed under it, so that every event carries the time it tells of.
public final class DemoClock: WallClock {
    private let moment: Mutex<Instant>

    /// A clock that stands at a moment.
    public init(_ start: Instant) { moment = Mutex(start) }

    /// Where the clock stands.
    public var now: Instant { moment.withLock { $0 } }

    /// Moves the clock on.
    public func advance(milliseconds: Int) {
        moment.withLock { $0 = $0.adding(milliseconds: max(0, milliseconds)) }
    }

    /// Moves the clock on to a moment; one that has passed changes nothing.
    public func advance(to later: Instant) {
        moment.withLock { $0 = max($0, later) }
    }
}
