import Foundation
import Synchronization
import TandemLedger

/// The machine's cryptographic generator, asked for many bytes at a time: each asking is a call of the kernel.
final class SystemRandomSource: RandomSource {
    private static let most = 4096
    private let ready = Mutex<[UInt8]>([])

    func bytes(_ count: Int) -> [UInt8] {
        if count > Self.most / 4 { return Self.fresh(count) }
        return ready.withLock { ready in
            if ready.count < count { ready = Self.fresh(Self.most) }
            let taken = Array(ready.suffix(count))
            // Taken away for good: no byte is given twice.
            ready.removeLast(count)
            return taken
        }
    }

    private static func fresh(_ count: Int) -> [UInt8] {
        // Swift's own generator asks the kernel anew for each eight bytes.
        [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            guard let start = buffer.baseAddress else { return }
            arc4random_buf(start, count)
            used = count
        }
    }
}
