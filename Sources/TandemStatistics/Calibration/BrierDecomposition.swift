/// The Brier score of a probability, taken apart over bins.
///
/// A. Murphy, Journal of Applied Meteorology 12 (1973), with the two terms that bins of unequal forecasts need to make
/// it exact (D. Stephenson, C. Coelho and I. Jolliffe, Weather and Forecasting 23, 2008):
///
/// score = reliability − resolution + uncertainty + withinVariance − withinCovariance.
public struct BrierDecomposition: Sendable, Hashable {
    /// The mean squared distance of probability and outcome.
    public let score: Double
    /// Σ nₖ/n (p̄ₖ − ōₖ)²: how far stated and seen shares lie apart; less is better.
    public let reliability: Double
    /// Σ nₖ/n (ōₖ − ō)²: how much the bins' seen shares differ; more is better.
    public let resolution: Double
    /// ō (1 − ō): what no forecast can change.
    public let uncertainty: Double
    /// Σ (pᵢ − p̄ₖ)² / n: how much probabilities vary inside bins.
    public let withinVariance: Double
    /// 2 Σ (oᵢ − ōₖ)(pᵢ − p̄ₖ) / n: how much that variation is right.
    public let withinCovariance: Double

    /// Takes the score of rows apart; nil without rows.
    ///
    /// - Parameters:
    ///   - probabilities: what was stated of each row.
    ///   - outcomes: whether it came true.
    ///   - bins: the bin of each row, from 0.
    public init?(probabilities: [Double], outcomes: [Bool], bins: [Int]) {
        let n = Double(probabilities.count)
        guard n > 0, outcomes.count == probabilities.count, bins.count == outcomes.count else { return nil }
        var cells = [Cell](repeating: Cell(), count: (bins.max() ?? 0) + 1)
        for row in bins.indices {
            cells[bins[row]].n += 1
            cells[bins[row]].stated += probabilities[row]
            cells[bins[row]].seen += outcomes[row] ? 1 : 0
        }
        let base = cells.reduce(0) { $0 + $1.seen } / n
        let used = cells.filter { $0.n > 0 }
        reliability = used.reduce(0) { $0 + $1.n / n * Self.square($1.stated / $1.n - $1.seen / $1.n) }
        resolution = used.reduce(0) { $0 + $1.n / n * Self.square($1.seen / $1.n - base) }
        uncertainty = base * (1 - base)
        score = RowWeights.sum(bins.count) { Self.square(probabilities[$0] - (outcomes[$0] ? 1 : 0)) } / n
        withinVariance =
            RowWeights.sum(bins.count) { Self.square(probabilities[$0] - cells[bins[$0]].meanStated) } / n
        withinCovariance =
            2
            * RowWeights.sum(bins.count) {
                let cell = cells[bins[$0]]
                return ((outcomes[$0] ? 1 : 0) - cell.seen / cell.n) * (probabilities[$0] - cell.meanStated)
            } / n
    }

    private struct Cell {
        var n = 0.0
        var stated = 0.0
        var seen = 0.0
        var meanStated: Double { stated / n }
    }

    private static func square(_ x: Double) -> Double { x * x }
}
