import Foundation
import TandemNumerics

/// Learns each worker's whole confusion matrix and each item's label together, by expectation–maximization.
///
/// A. P. Dawid and A. M. Skene, Applied Statistics 28 (1979). Computes in log space, starts from vote shares and ends as
/// crowd-kit 1.4.2's `DawidSkene` does: when its evidence bound (which counts the prior once a vote) grows by less than
/// the tolerance a vote. With the same rounds and tolerance the posteriors agree to 1e-9; a label that nobody gave and
/// no known item has is left out, where crowd-kit does not know it.
/// Needs votes enough for K × K numbers a worker: with few, majority or ``OneCoinDawidSkene`` is more accurate.
public struct DawidSkene: Aggregator {
    /// The name of this method.
    public static let name = "dawid-skene"

    /// Expected counts, probabilities and priors are kept at least this large, as in crowd-kit.
    static let floor = 1e-10

    /// The most rounds of expectation and maximization.
    public let iterations: Int
    /// The fit ends when the evidence bound grows by less than this a vote; negative to run all rounds.
    public let tolerance: Double

    /// Sets the method up; the defaults are crowd-kit's.
    public init(iterations: Int = 100, tolerance: Double = 1e-5) {
        precondition(iterations > 0, "a fit needs a round")
        self.iterations = iterations
        self.tolerance = tolerance
    }

    /// Runs the rounds; time a round is linear in votes × labels, memory in votes + items × labels + cells of confusion
    /// matrices that hold a vote.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        let shares = VoteShares.posteriors(votes, known: known, threads: threads)
        guard votes.voteCount > 0 else {
            return Aggregation(posteriors: shares, fit: Fit(votes, posteriors: shares, threads: threads))
        }
        let cells = VoteRows(votes).count.multipliedReportingOverflow(by: votes.labelCount)
        let isSparse = cells.overflow || cells.partialValue > 1 << 23
        let run = DawidSkeneRun(votes: votes, known: known, threads: threads, method: self)
        let (posteriors, rounds, hasConverged) =
            isSparse
            ? run.rounds(SparseConfusions(votes, known: known, threads: threads), from: shares)
            : run.rounds(DenseConfusions(votes, known: known, threads: threads), from: shares)
        return Aggregation(
            posteriors: posteriors, fit: Fit(votes, posteriors: posteriors, threads: threads), rounds: rounds,
            hasConverged: hasConverged)
    }
}

/// The expectation and maximization of one way to keep confusion matrices.
protocol ConfusionStore {
    /// What a round found.
    associatedtype Counts

    /// Counts under given posteriors, for the first maximization.
    func counts(under posteriors: [Double]) -> Counts

    /// Sets probabilities from counts.
    mutating func maximize(_ counts: Counts)

    /// Judges every item by the present probabilities and counts under the new posteriors.
    func expect(logPrior: [Double]) -> Counts

    /// The posteriors by the present probabilities, items × labels.
    func posteriors(logPrior: [Double]) -> [Double]

    /// Σ posterior of each label over items that have votes.
    func labelSums(_ counts: Counts) -> [Double]

    /// Σ over items of the entropy of their posteriors.
    func entropy(_ counts: Counts) -> Double

    /// Σ over votes and labels of posterior × ln P(vote | label) by the present probabilities, and Σ posterior by label
    /// over votes.
    func expectation(_ counts: Counts) -> (logLikelihood: Double, labelVotes: [Double])
}

/// The rounds themselves, the same for every store.
struct DawidSkeneRun {
    let votes: VoteTable
    let known: KnownLabels
    let threads: Int
    let method: DawidSkene

    func rounds<Store: ConfusionStore>(
        _ store: Store, from shares: [Double]
    ) -> (posteriors: [Double], rounds: Int, hasConverged: Bool) {
        var store = store
        let start = store.counts(under: shares)
        let judged = Double(votes.items.indices.count { !votes.range(of: $0).isEmpty })
        let possible = store.labelSums(start).map { $0 > 0 }
        func logPrior(_ sums: [Double]) -> [Double] {
            sums.indices.map { possible[$0] ? log(max(sums[$0] / judged, DawidSkene.floor)) : -.infinity }
        }
        var prior = logPrior(store.labelSums(start))
        store.maximize(start)
        var last = -Double.infinity
        for round in 1... {
            let before = (store, prior)
            let counts = store.expect(logPrior: prior)
            prior = logPrior(store.labelSums(counts))
            store.maximize(counts)
            let bound = bound(store, counts, prior)
            let hasConverged = bound - last < method.tolerance
            if hasConverged || round >= method.iterations {
                return (before.0.posteriors(logPrior: before.1), round, hasConverged)
            }
            last = bound
        }
        return (shares, 0, false)
    }

    /// crowd-kit's evidence bound a vote.
    private func bound<Store: ConfusionStore>(_ store: Store, _ counts: Store.Counts, _ prior: [Double]) -> Double {
        let (logLikelihood, labelVotes) = store.expectation(counts)
        let fromPrior = zip(labelVotes, prior).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * $1.1 : 0) }
        return (logLikelihood + fromPrior + store.entropy(counts)) / Double(votes.voteCount)
    }
}
