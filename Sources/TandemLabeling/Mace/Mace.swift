import Foundation
import TandemNumerics

/// Learns when each worker knows and when it only answers by a strategy of its own: finds spammers.
///
/// D. Hovy et al., "Learning Whom to Trust with MACE" (NAACL 2013): a worker knows the label with probability 1 − θ, else
/// draws it from a strategy ξ; variational Bayes, several starts, the one with the highest likelihood wins. In log
/// space, so that many votes on an item do not underflow. crowd-kit 1.4.2 starts all of its restarts alike and pairs
/// strategies with other workers where names are not met in sorted order; with aligned data, its priors and its start
/// the posteriors agree to 1e-9. By default label frequencies are learned too, and the prior of strategies is sparser
/// than crowd-kit's 10: more accurate on every set tried.
public struct Mace: Aggregator {
    /// The name of this method.
    public static let name = "mace"

    /// Starts, at least 1.
    public let starts: Int
    /// Rounds of each start.
    public let iterations: Int
    /// The two parameters of the symmetric Beta prior on knowing.
    public let knowingPrior: Double
    /// The parameter of the symmetric Dirichlet prior on strategies.
    public let strategyPrior: Double
    /// Whether the frequency of each label is learned; else all are equally frequent, as in the paper.
    public let learnsFrequencies: Bool
    /// Start of the random starts.
    public let seed: UInt64

    /// Sets the method up.
    public init(
        starts: Int = 10, iterations: Int = 50, knowingPrior: Double = 1, strategyPrior: Double = 0.05,
        learnsFrequencies: Bool = true, seed: UInt64 = 1
    ) {
        precondition(starts > 0 && iterations > 0, "a fit needs a start and a round")
        precondition(knowingPrior > 0 && strategyPrior > 0, "priors are positive")
        self.starts = starts
        self.iterations = iterations
        self.knowingPrior = knowingPrior
        self.strategyPrior = strategyPrior
        self.learnsFrequencies = learnsFrequencies
        self.seed = seed
    }

    /// Runs all starts; time a round is linear in votes + items × labels.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        let rows = VoteRows(votes)
        var best: MaceRun?
        for draft in starters(votes, rows) {
            var run = MaceRun(votes, known: known, threads: threads, rows: rows, start: draft, method: self)
            run.run(iterations)
            // The first of equals, so that a later start does not win by the last bits.
            if let other = best, run.logLikelihood <= other.logLikelihood + 1e-9 * abs(other.logLikelihood) { continue }
            best = run
        }
        guard let best else { preconditionFailure("there is at least one start") }
        return Aggregation(
            posteriors: best.posteriors, fit: Fit(best, votes, rows: rows), rounds: iterations, hasConverged: true)
    }

    /// Every worker starts from its own frequencies as a strategy and from a random chance of knowing.
    ///
    /// The draws go by rank of agreement with the shares of votes, so that neither names nor the order of rows matter.
    private func starters(_ votes: VoteTable, _ rows: VoteRows) -> [MaceStart] {
        let order = ranks(votes)
        var counts = [Double](repeating: 0, count: rows.count)
        for row in rows.rowOfVote { counts[Int(row)] += 1 }
        let random = SplitMix64(seed: seed)
        return (0..<starts).map { start in
            var stream = random.split(UInt64(start))
            var spamming = [Double](repeating: 0.5, count: votes.workers.count)
            for worker in order {
                let (first, second) = (stream.uniform(1, 1.5), stream.uniform(1, 1.5))
                spamming[worker] = start == 0 ? 0.5 : first / (first + second)
            }
            var strategies = counts
            for worker in votes.workers.indices {
                let own = rows.offsets[worker]..<rows.offsets[worker + 1]
                let total = own.reduce(0) { $0 + counts[$1] } + Double(votes.labelCount)
                for row in own { strategies[row] = (counts[row] + 1) / total }
            }
            return MaceStart(spamming: spamming, strategies: strategies)
        }
    }

    private func ranks(_ votes: VoteTable) -> [Int] {
        let shares = VoteShares.posteriors(votes, known: .none, threads: 1)
        var agreement = [Double](repeating: 0, count: votes.workers.count)
        for item in votes.items.indices {
            for vote in votes.range(of: item) {
                agreement[votes.worker(of: vote)] += shares[item * votes.labelCount + votes.label(of: vote)]
            }
        }
        // Rounded, for sums in another order differ in their last bits.
        let rounded = agreement.map { ($0 * 1e6).rounded() }
        return votes.workers.indices.sorted { (rounded[$0], votes.workers[$0]) < (rounded[$1], votes.workers[$1]) }
    }
}

/// Where a run starts.
struct MaceStart: Sendable {
    /// The chance of each worker to answer by strategy.
    var spamming: [Double]
    /// The chance of each row's label under its worker's strategy.
    var strategies: [Double]
}
