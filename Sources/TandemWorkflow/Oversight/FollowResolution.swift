import TandemLedger
import TandemStore
import TandemWork

/// Tells the rest of the house what people's work on a task came to, in the transaction that settles it.
public enum FollowResolution {
    /// Called once for each task that ended with or without an answer; nothing waits for labels yet.
    public static func run(
        _ resolved: Resolved, project: Project, services: Services, as actor: Actor, now: Instant,
        in tx: any WriteTransaction
    ) throws {
        tx.hint("resolutions")
    }
}
