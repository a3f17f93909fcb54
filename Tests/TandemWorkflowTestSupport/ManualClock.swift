import Synchronization
import TandemLedger
import TandemTestSupport

/// A clock that stands until it is moved.
public final class ManualClock: WallClock {
    private let time: Mutex<Instant>

    /// A clock that shows a time, by default that of the test databases.
    public init(_ start: Instant = Instant(milliseconds: TestDatabases.start)) { time = Mutex(start) }

    /// The time it shows.
    public var now: Instant { time.withLock { $0 } }

    /// Moves it, backwards too.
    public func move(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }

    /// Moves it, backwards too.
    public func move(milliseconds: Int) { time.withLock { $0 = $0.adding(milliseconds: milliseconds) } }
}
