import TandemLedger

/// How long a person worked on an answer.
public enum ActiveTime {
    /// What the screen measured, not below zero and not above the time since the claim; the latter too when the screen
    /// measured nothing.
    public static func milliseconds(measured: Int?, claimedAt: Instant, now: Instant) -> Int {
        let most = max(0, now.since(claimedAt))
        return min(max(0, measured ?? most), most)
    }
}
