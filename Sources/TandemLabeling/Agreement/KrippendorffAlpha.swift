/// Krippendorff's α for nominal labels: agreement beyond chance, with any number of workers and gaps.
public enum KrippendorffAlpha {
    /// α = 1 − D_o / D_e from the coincidence matrix (Krippendorff, "Content Analysis", 2004): 1 perfect, 0 as by
    /// chance, negative for systematic disagreement.
    ///
    /// Items with fewer than two votes say nothing and are left out. Nil without a pair of votes, or when only one
    /// label was ever given (chance agreement is then complete and α undefined).
    public static func nominal(_ votes: VoteTable) -> Double? {
        coincidences(votes.items.indices.lazy.map { votes.counts(on: $0) }, labelCount: votes.labelCount)
    }

    /// The same from label counts per item, for resampling items without rebuilding tables.
    static func coincidences(_ items: some Sequence<[Int]>, labelCount: Int) -> Double? {
        var observed = 0.0
        var totals = [Double](repeating: 0, count: labelCount)
        for counts in items {
            let n = counts.reduce(0, +)
            guard n > 1 else { continue }
            for (label, count) in counts.enumerated() {
                totals[label] += Double(count)
                observed += Double(count * (n - count)) / Double(n - 1)
            }
        }
        let n = totals.reduce(0, +)
        let expected = totals.reduce(0) { $0 + $1 * (n - $1) }
        return expected > 0 ? 1 - (n - 1) * observed / expected : nil
    }
}
