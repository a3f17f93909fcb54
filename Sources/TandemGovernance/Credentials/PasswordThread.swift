import Dispatch
import Synchronization
import TandemLedger

/// The one thread on which passwords are hashed: a tenth of a second and 32 MiB each, which neither the cooperative
/// pool nor memory should bear many times at once.
final class PasswordThread: Sendable {
    static let shared = PasswordThread()
    private static let mostWaiting = 64

    private let queue = DispatchQueue(label: "tandem-passwords")
    private let waiting = Mutex(0)

    /// Runs `body` after those that came before.
    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let isAccepted = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isAccepted else {
            throw Problem(.throttled, "sign_in_busy", "Too many people are signing in at this moment; try again.")
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result { try body() }
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
