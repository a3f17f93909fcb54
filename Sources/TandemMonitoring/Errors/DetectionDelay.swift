import TandemNumerics
import TandemStatistics

/// How many outcomes a certificate's monitor needs to see that errors have become more frequent, by simulation.
public struct DetectionDelay: Sendable, Hashable {
    /// The error rate from now on.
    public let rate: Double
    /// Half of the runs called within so many outcomes; nil where they did not within ``limit``.
    public let median: Int?
    /// Nine of ten runs called within so many outcomes; nil where they did not.
    public let ninetieth: Int?
    /// Where a run was given up, in outcomes.
    public let limit: Int

    /// Runs copies of a monitor on from its present state.
    ///
    /// - Parameters:
    ///   - monitor: The monitor, which has not called yet.
    ///   - rate: The error rate from now on, above the tolerated one.
    ///   - runs: How often to try.
    ///   - seed: Start of what is random.
    ///   - threads: Most threads to use; the result does not depend on it.
    public init(of monitor: CertificateMonitor, rate: Double, runs: Int = 100, seed: UInt64 = 1, threads: Int = 1) {
        self.rate = rate
        let limit = Int((Self.patience / monitor.maxError).rounded(.up))
        self.limit = limit
        let delays = Blocks(count: runs, size: 1).map(threads: threads) { block -> Double in
            var random = SplitMix64(seed: seed).split(UInt64(block.lowerBound))
            var copy = monitor
            for outcome in 1...limit {
                copy.observe(isError: random.uniform() < rate)
                if copy.fired { return Double(outcome) }
            }
            return .infinity
        }.sorted()
        func place(_ share: Double) -> Int? {
            guard !delays.isEmpty else { return nil }
            let value = delays[min(delays.count - 1, Int(share * Double(delays.count)))]
            return value.isFinite ? Int(value) : nil
        }
        median = place(0.5)
        ninetieth = place(0.9)
    }

    /// How long a run goes on, as a multiple of 1/r.
    private static let patience = 300.0
}
