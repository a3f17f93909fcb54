import Foundation

/// The population stability index: how far the shares of a live population moved from those of a reference.
public enum PopulationStability {
    /// PSI = Σ (a − b) ln(a / b) over bins, a the live and b the reference shares; 0 equal, 0.1 small, above 0.25
    /// large by custom (Siddiqi 2006).
    ///
    /// Each bin of either side gets `pseudoCount` more, so that an empty bin stays finite. The bins are the
    /// caller's and frozen on the reference: values of different windows can be compared. Nil without counts or with
    /// lists of different lengths.
    public static func index(reference: [Double], live: [Double], pseudoCount: Double = 0.5) -> Double? {
        guard reference.count == live.count, !reference.isEmpty else { return nil }
        let extra = pseudoCount * Double(reference.count)
        let totals = (reference.reduce(0, +), live.reduce(0, +))
        guard totals.0 > 0, totals.1 > 0, (reference + live).allSatisfy({ $0 + pseudoCount > 0 }) else { return nil }
        return zip(reference, live).reduce(0) { sum, pair in
            let b = (pair.0 + pseudoCount) / (totals.0 + extra)
            let a = (pair.1 + pseudoCount) / (totals.1 + extra)
            return sum + (a - b) * log(a / b)
        }
    }

    /// What PSI is expected to be by chance alone: (bins − 1)(1/n + 1/m), from its chi-square limit.
    public static func expectedByChance(bins: Int, reference: Double, live: Double) -> Double {
        Double(bins - 1) * (1 / reference + 1 / live)
    }

    /// Edges that cut the values into at most `bins` groups of about equal size; equal edges are merged.
    public static func edges(of values: [Double], bins: Int) -> [Double] {
        let sorted = values.sorted()
        var edges: [Double] = []
        for bin in 1..<max(2, bins) where !sorted.isEmpty {
            let edge = sorted[min(sorted.count - 1, bin * sorted.count / bins)]
            if edge > (edges.last ?? sorted[0]) { edges.append(edge) }
        }
        return edges
    }

    /// The bin of a value: the number of edges at or below it.
    public static func bin(_ value: Double, edges: [Double]) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
