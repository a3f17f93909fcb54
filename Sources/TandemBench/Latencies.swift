/// Times of one kind of request, in milliseconds.
struct Latencies: Sendable {
    private(set) var milliseconds: [Double] = []

    mutating func add(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        milliseconds.append(Double(seconds) * 1000 + Double(attoseconds) * 1e-15)
    }

    mutating func add(_ other: Latencies) { milliseconds += other.milliseconds }

    func quantile(_ share: Double) -> Double {
        let sorted = milliseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var json: String {
        """
        {"n": \(milliseconds.count), "p50_ms": \(rounded(quantile(0.5))), "p90_ms": \(rounded(quantile(0.9))), \
        "p99_ms": \(rounded(quantile(0.99))), "max_ms": \(rounded(quantile(1)))}
        """
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
