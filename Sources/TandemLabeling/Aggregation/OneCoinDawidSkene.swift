import TandemNumerics

/// Learns each worker's accuracy and each item's label together: one-coin Dawid–Skene by expectation–maximization.
///
/// A. P. Dawid and A. M. Skene (1979) with one parameter a worker (Zhang, Chen, Zhou and Jordan, JMLR 17, 2016):
/// a worker is right with probability s_w, otherwise any other label is equally likely. Starts from vote shares.
/// Without pseudo-votes it is the maximum-likelihood fit of crowd-kit; with few votes a worker the default
/// pseudo-votes keep it from believing that somebody is never wrong.
public struct OneCoinDawidSkene: Aggregator {
    /// The name of this method.
    public static let name = "one-coin"

    /// The most rounds of expectation and maximization.
    public let iterations: Int
    /// The fit ends when no posterior changes by more than this.
    public let tolerance: Double
    /// Right pseudo-answers added to every worker.
    public let pseudoRight: Double
    /// Wrong pseudo-answers added to every worker.
    public let pseudoWrong: Double

    /// Sets the method up; no pseudo-answers give the maximum-likelihood fit.
    public init(
        iterations: Int = 100, tolerance: Double = 1e-6, pseudoRight: Double = 2, pseudoWrong: Double = 0.5
    ) {
        precondition(iterations > 0 && tolerance >= 0, "a fit needs a round")
        precondition(pseudoRight >= 0 && pseudoWrong >= 0, "pseudo-answers are not negative")
        self.iterations = iterations
        self.tolerance = tolerance
        self.pseudoRight = pseudoRight
        self.pseudoWrong = pseudoWrong
    }

    /// Runs the rounds; time and memory are linear in votes + items × labels.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        let labels = votes.labelCount
        var state = VoteRounds(
            votes, known: known, threads: threads, sums: votes.workers.count,
            start: VoteShares.posteriors(votes, known: known, threads: threads))
        var prior = [Double](repeating: 1 / Double(labels), count: labels)
        var accuracy: [Double] = []
        let given = Self.voteCounts(votes)
        var rounds = 0
        var hasConverged = false
        state.measure(CoinModel(start: [], weights: []))
        while true {
            prior = state.meanPosterior ?? prior
            accuracy = state.sums.indices.map {
                let all = given[$0] + pseudoRight + pseudoWrong
                return all > 0 ? (state.sums[$0] + pseudoRight) / all : 0.5
            }
            guard rounds < iterations, !hasConverged else { break }
            let weights = accuracy.map { OneCoinPosterior.weight(accuracy: $0, labels: labels) }
            state.advance(CoinModel(start: OneCoinPosterior.start(prior), weights: weights))
            rounds += 1
            hasConverged = state.largestChange <= tolerance
        }
        let fit = Fit(
            labelCount: labels, prior: prior,
            workerAccuracy: Dictionary(uniqueKeysWithValues: zip(votes.workers, accuracy)))
        return Aggregation(posteriors: state.posteriors, fit: fit, rounds: rounds, hasConverged: hasConverged)
    }

    static func voteCounts(_ votes: VoteTable) -> [Double] {
        var counts = [Double](repeating: 0, count: votes.workers.count)
        for voter in votes.voters { counts[Int(voter)] += 1 }
        return counts
    }
}

/// One accuracy a worker: each vote weighs as much as its worker, and counts right votes.
private struct CoinModel: VoteModel {
    let start: [Double]
    let weights: [Double]

    func weight(vote: Int, worker: Int) -> Double { weights[worker] }

    func measure(vote: Int, worker: Int, probability: Double, sums: UnsafeMutablePointer<Double>) {
        sums[worker] += probability
    }
}
