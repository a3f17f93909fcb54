/// Ranks items by pairwise preferences: item i beats j with probability p_i / (p_i + p_j).
///
/// R. A. Bradley and M. E. Terry (1952), fitted by D. R. Hunter's (2004) minorization–maximization; after the same
/// number of rounds equal to crowd-kit's, whose own stopping rule compares a list with itself and so always stops after
/// the second round. Where some items never win or never lose, the best fit does not exist without pseudo-comparisons.
public struct BradleyTerry: Sendable, Hashable {
    /// Most rounds.
    public let iterations: Int
    /// Done when the scores change by no more than this in all.
    public let tolerance: Double
    /// Wins and losses of each item against an imaginary one of average strength; 0 for the plain model.
    public let pseudoComparisons: Double

    /// Sets the method up.
    public init(iterations: Int = 10_000, tolerance: Double = 1e-10, pseudoComparisons: Double = 0) {
        precondition(iterations > 0 && pseudoComparisons >= 0, "settings in range")
        self.iterations = iterations
        self.tolerance = tolerance
        self.pseudoComparisons = pseudoComparisons
    }

    /// What the fit came to.
    public struct Fit: Sendable, Hashable {
        /// The strength of each item; they sum to one.
        public let scores: [Double]
        /// Rounds made.
        public let iterations: Int
        /// Whether every item has, through others, beaten every other, as the plain model needs.
        public let isConnected: Bool
    }

    /// Fits the strengths; time and memory are linear in the different pairs.
    public func fit(_ comparisons: Comparisons) -> Fit {
        let table = WinTable(comparisons)
        let n = comparisons.itemCount
        guard n > 0 else { return Fit(scores: [], iterations: 0, isConnected: true) }
        var scores = [Double](repeating: 1, count: n)
        var pulls = [Double](repeating: 0, count: n)
        var rounds = 0
        while rounds < iterations {
            // The imaginary item has the mean strength.
            let average = scores.reduce(0, +) / Double(n)
            for item in 0..<n {
                pulls[item] = pseudoComparisons > 0 ? 2 * pseudoComparisons / (scores[item] + average) : 0
            }
            for pair in table.pairs {
                let pull = pair.count / (scores[Int(pair.first)] + scores[Int(pair.second)])
                pulls[Int(pair.first)] += pull
                pulls[Int(pair.second)] += pull
            }
            var next = (0..<n).map { pulls[$0] > 0 ? (table.wins[$0] + pseudoComparisons) / pulls[$0] : 0 }
            let total = next.reduce(0, +)
            for item in 0..<n { next[item] /= total }
            let change = zip(next, scores).reduce(0) { $0 + abs($1.0 - $1.1) }
            scores = next
            rounds += 1
            if change <= tolerance { break }
        }
        return Fit(scores: scores, iterations: rounds, isConnected: table.isConnected)
    }
}
