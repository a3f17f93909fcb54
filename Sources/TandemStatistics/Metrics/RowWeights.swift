/// How much each row counts.
public enum RowWeights {
    /// Refuses weights that are negative, not finite, or not one for each row.
    ///
    /// Weights of zero are allowed: such a row counts for nothing.
    public static func check(_ weights: [Double], rows: Int) throws(StatisticsError) {
        guard weights.count == rows else { throw .lengthMismatch(expected: rows, found: weights.count) }
        if let bad = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidValue(at: bad) }
    }

    /// The sum of `term` over `n` rows; the rounding error grows with √n at most, for partial sums of 256 rows are added up.
    @inline(__always)
    static func sum(_ n: Int, _ term: (Int) -> Double) -> Double {
        var total = 0.0
        var start = 0
        while start < n {
            var part = 0.0
            let end = min(n, start + 256)
            for row in start..<end { part += term(row) }
            total += part
            start = end
        }
        return total
    }

    /// The weighted mean of `values`; nil when the weights sum to zero.
    static func mean(_ values: [Double], _ weights: [Double]) -> Double? {
        values.withUnsafeBufferPointer { values in
            weights.withUnsafeBufferPointer { weights in
                let total = sum(values.count) { weights[$0] }
                return total > 0 ? sum(values.count) { weights[$0] * values[$0] } / total : nil
            }
        }
    }
}
