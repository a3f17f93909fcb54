import Synchronization
import TandemNumerics

/// Where ids and secrets come from; the composition root gives the machine's generator, tests a seeded one.
public protocol RandomSource: Sendable {
    /// So many random bytes. In production from the system's cryptographic generator.
    func bytes(_ count: Int) -> [UInt8]
}

extension RandomSource {
    /// A new id of one kind, born at `time`.
    public func id<Kind: IDKind>(_ kind: Kind.Type = Kind.self, at time: Instant) -> ID<Kind> {
        let random = bytes(10)
        let high = UInt16(random[0]) << 8 | UInt16(random[1])
        let low = random[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return ID(rawValue: Kind.prefix + "_" + ULID.text(at: time, high: high, low: low))
    }

    /// A seed for a computation, stored with its result; 53 bits, so that JSON carries it exactly.
    public func seed() -> UInt64 {
        bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 11
    }
}

/// Repeatable bytes from a seed: for tests and for the demo's history, never for secrets of a real server.
public final class SeededRandomSource: RandomSource {
    private let generator: Mutex<SplitMix64>

    /// A source that gives the same bytes for the same seed.
    public init(seed: UInt64) {
        generator = Mutex(SplitMix64(seed: seed))
    }

    /// The next bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count + 7)
            while bytes.count < count {
                withUnsafeBytes(of: generator.next().littleEndian) { bytes.append(contentsOf: $0) }
            }
            bytes.removeLast(bytes.count - count)
            return bytes
        }
    }
}
