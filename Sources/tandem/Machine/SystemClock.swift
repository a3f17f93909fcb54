import Foundation
import TandemLedger

/// The machine's clock: the only place that reads it.
struct SystemClock: WallClock {
    var now: Instant { Instant(milliseconds: Int(Date().timeIntervalSince1970 * 1000)) }
}
