import TandemNumerics

/// Rows in the order of a score; ties are broken by lot, so that the file's order never decides.
enum Ranking {
    /// The first `count` of `candidates`.
    ///
    /// - Parameters:
    ///   - count: most rows wanted.
    ///   - candidates: rows to choose from.
    ///   - scores: a score for each candidate.
    ///   - seed: where the lots come from; a row's lot does not depend on the other rows.
    ///   - lowestFirst: whether the smallest score wins.
    /// - Returns: the rows and their scores.
    static func first(
        _ count: Int, of candidates: [Int], scores: [Double], seed: UInt64, lowestFirst: Bool = false
    ) -> [(row: Int, score: Double)] {
        let lots = SplitMix64(seed: seed)
        let entries = candidates.enumerated().map { place, row -> (row: Int, score: Double, lot: UInt64) in
            var lot = lots.split(UInt64(row))
            return (row, scores[place], lot.next())
        }
        let sorted = entries.sorted { left, right in
            if left.score != right.score { return (left.score < right.score) == lowestFirst }
            return left.lot != right.lot ? left.lot < right.lot : left.row < right.row
        }
        return sorted.prefix(max(0, count)).map { ($0.row, $0.score) }
    }
}
