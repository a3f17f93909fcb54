/// How far stated confidence and seen accuracy lie apart, bin by bin: the reliability diagram and its summaries.
public struct Reliability: Sendable, Hashable {
    /// How rows are sorted into bins.
    public enum Binning: String, Sendable, Hashable, CaseIterable {
        /// Bins of equal width on [0, 1].
        case equalWidth = "equal-width"
        /// Bins between the quantiles of the stated confidences, as many rows in each as equal values allow.
        case equalMass = "equal-mass"
    }

    /// One bin.
    public struct Bin: Sendable, Hashable {
        /// The bin's lower edge; values on an edge belong to the bin below, and those on the first to the first.
        public let lower: Double
        /// The bin's upper edge.
        public let upper: Double
        /// The number of rows in it.
        public let n: Int
        /// The number of them that were right.
        public let hits: Int
        /// Their mean confidence; nil when empty.
        public let confidence: Double?
        /// The share of them that was right; nil when empty.
        public let accuracy: Double?

        /// The share that was right with Wilson's interval; nil when empty.
        public func estimate(confidence: Double = 0.95) -> Estimate? {
            Estimate.wilson(successes: hits, of: n, confidence: confidence)
        }
    }

    /// The bins from low to high.
    public let bins: [Bin]
    /// The bin of each row.
    public let places: [Int]

    /// Sorts rows by confidence into `binCount` bins; of equal mass, bins without any values between their edges fall away.
    public init(
        confidences: [Double], correct: [Bool], binCount: Int = 15, binning: Binning = .equalWidth
    ) throws(StatisticsError) {
        guard confidences.count == correct.count else {
            throw .lengthMismatch(expected: confidences.count, found: correct.count)
        }
        precondition(binCount > 0, "a reliability diagram needs a bin")
        if let bad = confidences.firstIndex(where: { !($0 >= 0 && $0 <= 1 + 1e-9) }) { throw .invalidValue(at: bad) }
        let edges = Self.edges(confidences, binCount, binning)
        let count = edges.count - 1
        let places = confidences.map { value in
            binning == .equalWidth
                ? min(max(Int((value * Double(binCount)).rounded(.up)) - 1, 0), binCount - 1)
                : Self.place(of: value, edges)
        }
        var counts = [Int](repeating: 0, count: count)
        var sums = [Double](repeating: 0, count: count)
        var hits = [Int](repeating: 0, count: count)
        for (row, bin) in places.enumerated() {
            counts[bin] += 1
            sums[bin] += confidences[row]
            hits[bin] += correct[row] ? 1 : 0
        }
        self.places = places
        bins = (0..<count).map { bin in
            let n = counts[bin]
            return Bin(
                lower: edges[bin], upper: edges[bin + 1], n: n, hits: hits[bin],
                confidence: n == 0 ? nil : sums[bin] / Double(n), accuracy: n == 0 ? nil : Double(hits[bin]) / Double(n)
            )
        }
    }

    private static func edges(_ values: [Double], _ count: Int, _ binning: Binning) -> [Double] {
        let even = (0...count).map { Double($0) / Double(count) }
        guard binning == .equalMass, !values.isEmpty else { return even }
        let sorted = values.sorted()
        var edges: [Double] = []
        for share in even {
            guard let edge = Quantiles.ofSorted(sorted, at: share), edges.last.map({ edge > $0 }) ?? true else {
                continue
            }
            edges.append(edge)
        }
        return edges.count > 1 ? edges : [edges[0], edges[0]]
    }

    /// The bin whose upper edge is the first at or above `value`.
    private static func place(of value: Double, _ edges: [Double]) -> Int {
        var (low, high) = (1, edges.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The expected calibration error Σ nᵦ/n |accuracyᵦ − confidenceᵦ|; nil for no rows.
    ///
    /// M. Naeini, G. Cooper and M. Hauskrecht (2015).
    public var expectedCalibrationError: Double? {
        let total = bins.reduce(0) { $0 + $1.n }
        guard total > 0 else { return nil }
        return gaps.reduce(0) { $0 + Double($1.n) / Double(total) * $1.gap }
    }

    /// The largest gap of any bin; nil for no rows.
    public var maximumCalibrationError: Double? { gaps.map(\.gap).max() }

    private var gaps: [(n: Int, gap: Double)] {
        bins.compactMap { bin in
            guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return nil }
            return (bin.n, abs(accuracy - confidence))
        }
    }
}
