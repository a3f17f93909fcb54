import Foundation
import TandemNumerics

/// Learns each worker's ability and each item's difficulty: a vote is right with probability σ(α_worker · e^β_item).
///
/// J. Whitehill et al., "Whose Vote Should Count More" (NIPS 2009), with crowd-kit's priors α, β ~ N(1, 1) and equal
/// class priors. Expectation is linear (a vote adds α e^β + ln(K − 1) to its label's score); maximization takes one
/// damped Newton step for every item (Fisher's scoring) and one for every worker a round instead of a conjugate-gradient
/// search, and comes to the same stationary point. Like crowd-kit it stops early by default: more rounds fit difficulty
/// to chance.
public struct Glad: Aggregator {
    /// The name of this method.
    public static let name = "glad"

    /// The most rounds.
    public let iterations: Int
    /// The fit ends when posteriors change by less than this on average.
    public let tolerance: Double

    /// Sets the method up.
    public init(iterations: Int = 100, tolerance: Double = 1e-3) {
        precondition(iterations > 0 && tolerance >= 0, "a fit needs a round")
        self.iterations = iterations
        self.tolerance = tolerance
    }

    /// Runs the rounds; time a round is linear in votes + items × labels.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        var rounds = GladRounds(votes, known: known, threads: threads)
        var count = 0
        var hasConverged = false
        while count < iterations, !hasConverged {
            rounds.advance()
            count += 1
            hasConverged = rounds.meanChange < tolerance
        }
        var abilities: [String: Double] = [:]
        var accuracy: [String: Double] = [:]
        for (number, worker) in votes.workers.enumerated() where rounds.given[number] > 0 {
            abilities[worker] = rounds.abilities[number]
            accuracy[worker] = min(1, rounds.right[number] / rounds.given[number])
        }
        return Aggregation(
            posteriors: rounds.posteriors,
            fit: Fit(labelCount: votes.labelCount, abilities: abilities, workerAccuracy: accuracy), rounds: count,
            hasConverged: hasConverged)
    }
}
