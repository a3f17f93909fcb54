/// Where the time comes from; only the composition root knows the machine's clock.
public protocol WallClock: Sendable {
    /// The present moment. May jump; nothing may rely on it never going back.
    var now: Instant { get }
}
