import Foundation

/// Capital spread over several ways of betting against "nothing has changed".
///
/// If each bet's factor has an expectation of at most one under the hypothesis, so has the mixture's, whatever the
/// spread: the capital is a test (super)martingale, and by Ville's inequality (1939) it ever reaches 1/α with
/// probability at most α, however often one looks. Before each round a share J of the capital is spread evenly again
/// (fixed share: Herbster and Warmuth 1998; the "simple jumper" of Vovk et al. 2021), so that a change that comes late
/// is found as well.
public struct BettingMixture: Sendable, Hashable {
    /// The part of the capital on each bet; sums to one.
    public private(set) var weights: [Double]
    /// The natural logarithm of the capital, 0 at the start.
    public private(set) var logCapital: Double
    /// The share J spread evenly before each round, in 0 … 1.
    public let share: Double

    /// Starts with capital 1, spread evenly over `bets` bets.
    public init(bets: Int, share: Double) {
        weights = [Double](repeating: 1 / Double(bets), count: bets)
        logCapital = 0
        self.share = share
    }

    /// Takes up a stored state.
    public init(weights: [Double], logCapital: Double, share: Double) {
        self.weights = weights
        self.logCapital = logCapital
        self.share = share
    }

    /// Plays one round; `factor` gives what one unit on a bet becomes.
    public mutating func play(_ factor: (Int) -> Double) {
        let even = share / Double(weights.count)
        var total = 0.0
        for bet in weights.indices {
            weights[bet] = ((1 - share) * weights[bet] + even) * factor(bet)
            total += weights[bet]
        }
        for bet in weights.indices { weights[bet] /= total }
        logCapital += log(total)
    }

    /// The capital, held below the largest number.
    public var capital: Double { exp(min(logCapital, 700)) }
}
