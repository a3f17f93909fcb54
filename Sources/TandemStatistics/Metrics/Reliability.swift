/// How far stated confidence and seen accuracy lie apart, bin by bin: the reliability diagram and its summary.
public struct Reliability: Sendable, Hashable {
    /// One bin of equal width on [0, 1].
    public struct Bin: Sendable, Hashable {
        /// The bin's lower edge; values on an edge belong to the bin below, and 0 to the first.
        public let lower: Double
        /// The bin's upper edge.
        public let upper: Double
        /// The number of rows in it.
        public let n: Int
        /// Their mean confidence; nil when empty.
        public let confidence: Double?
        /// The share of them that was right; nil when empty.
        public let accuracy: Double?
    }

    /// The bins from 0 to 1.
    public let bins: [Bin]

    /// Sorts rows by confidence into `binCount` bins.
    public init(confidences: [Double], correct: [Bool], binCount: Int = 15) throws(StatisticsError) {
        guard confidences.count == correct.count else {
            throw .lengthMismatch(expected: confidences.count, found: correct.count)
        }
        precondition(binCount > 0, "a reliability diagram needs a bin")
        var counts = [Int](repeating: 0, count: binCount)
        var sums = [Double](repeating: 0, count: binCount)
        var hits = [Int](repeating: 0, count: binCount)
        for (index, confidence) in confidences.enumerated() {
            guard confidence >= 0, confidence <= 1 + 1e-9 else { throw .invalidValue(at: index) }
            let bin = min(max(Int((confidence * Double(binCount)).rounded(.up)) - 1, 0), binCount - 1)
            counts[bin] += 1
            sums[bin] += confidence
            hits[bin] += correct[index] ? 1 : 0
        }
        bins = (0..<binCount).map { bin in
            let n = counts[bin]
            return Bin(
                lower: Double(bin) / Double(binCount), upper: Double(bin + 1) / Double(binCount), n: n,
                confidence: n == 0 ? nil : sums[bin] / Double(n), accuracy: n == 0 ? nil : Double(hits[bin]) / Double(n)
            )
        }
    }

    /// The expected calibration error Σ nᵦ/n |accuracyᵦ − confidenceᵦ|; nil for no rows.
    ///
    /// M. Naeini, G. Cooper and M. Hauskrecht (2015).
    public var expectedCalibrationError: Double? {
        let total = bins.reduce(0) { $0 + $1.n }
        guard total > 0 else { return nil }
        return bins.reduce(0) { sum, bin in
            guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return sum }
            return sum + Double(bin.n) / Double(total) * abs(accuracy - confidence)
        }
    }
}
