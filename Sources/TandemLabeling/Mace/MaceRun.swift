import Foundation
import TandemNumerics

/// One start of MACE and its rounds.
struct MaceRun {
    private let votes: VoteTable
    private let rows: VoteRows
    private let method: Mace
    private var state: VoteRounds
    /// The chance of each worker to answer by strategy, as a variational weight.
    private(set) var spamming: [Double]
    /// The chance of each worker to know.
    private(set) var knowing: [Double]
    /// The chance of each row's label under its worker's strategy.
    private(set) var strategies: [Double]
    /// The frequency of each label.
    private(set) var prior: [Double]
    /// The log of the marginal likelihood of all votes by the present parameters.
    private(set) var logLikelihood = -Double.infinity

    init(
        _ votes: VoteTable, known: KnownLabels, threads: Int, rows: VoteRows, start: MaceStart, method: Mace
    ) {
        self.votes = votes
        self.rows = rows
        self.method = method
        spamming = start.spamming
        knowing = start.spamming.map { 1 - $0 }
        strategies = start.strategies
        prior = [Double](repeating: 1 / Double(votes.labelCount), count: votes.labelCount)
        state = VoteRounds(
            votes, known: known, threads: threads, sums: votes.workers.count + rows.count * 2,
            start: VoteShares.posteriors(votes, known: known, threads: threads))
    }

    /// All posteriors, items × labels.
    var posteriors: [Double] { state.posteriors }

    /// Expected votes by strategy, by row.
    var strategyCounts: ArraySlice<Double> { state.sums[votes.workers.count..<votes.workers.count + rows.count] }

    /// Expected votes by knowledge, by worker.
    var knowingCounts: ArraySlice<Double> { state.sums[0..<votes.workers.count] }

    /// Expected right votes by row.
    var rightCounts: ArraySlice<Double> { state.sums[(votes.workers.count + rows.count)...] }

    /// One expectation, then so many rounds of maximization and expectation.
    mutating func run(_ iterations: Int) {
        expect()
        for _ in 0..<iterations {
            maximize()
            expect()
        }
    }

    private mutating func expect() {
        var weights = [Double](repeating: 0, count: rows.count)
        var shares = weights
        var base = 0.0
        for worker in votes.workers.indices {
            for row in rows.offsets[worker]..<rows.offsets[worker + 1] {
                // In logs, for a strategy may leave a label next to no chance.
                let byStrategy = log(max(spamming[worker], .leastNormalMagnitude)) + log(strategies[row])
                let odds = log(knowing[worker]) - byStrategy
                weights[row] = odds > 0 ? odds + log1p(exp(-odds)) : log1p(exp(odds))
                shares[row] = 1 / (1 + exp(-odds))
            }
        }
        let start = OneCoinPosterior.start(prior)
        state.advance(
            MaceModel(
                start: start, rowOfVote: rows.rowOfVote, weights: weights, shares: shares,
                workers: votes.workers.count))
        var counts = [Double](repeating: 0, count: rows.count)
        for row in rows.rowOfVote { counts[Int(row)] += 1 }
        for worker in votes.workers.indices {
            for row in rows.offsets[worker]..<rows.offsets[worker + 1] {
                base += counts[row] * (log(max(spamming[worker], .leastNormalMagnitude)) + log(strategies[row]))
            }
        }
        logLikelihood = state.logSum + base
    }

    private mutating func maximize() {
        if method.learnsFrequencies { prior = state.meanPosterior ?? prior }
        let (byStrategy, byKnowledge) = (strategyCounts, knowingCounts)
        for worker in votes.workers.indices {
            let own = rows.offsets[worker]..<rows.offsets[worker + 1]
            let spam = own.reduce(0) { $0 + byStrategy[byStrategy.startIndex + $1] }
            let known = byKnowledge[worker]
            let total = Digamma.value(spam + known + 2 * method.knowingPrior)
            spamming[worker] = exp(Digamma.value(spam + method.knowingPrior) - total)
            knowing[worker] = exp(Digamma.value(known + method.knowingPrior) - total)
            let whole = Digamma.value(spam + method.strategyPrior * Double(votes.labelCount))
            for row in own {
                let count = byStrategy[byStrategy.startIndex + row]
                strategies[row] = max(
                    exp(Digamma.value(count + method.strategyPrior) - whole), .leastNormalMagnitude)
            }
        }
    }
}

/// A vote speaks for its label by what a worker who knows would add to one who draws by strategy.
private struct MaceModel: VoteModel {
    let start: [Double]
    let rowOfVote: [Int32]
    /// ln(1 + knowing ÷ (spamming × strategy)) by row.
    let weights: [Double]
    /// knowing ÷ (knowing + spamming × strategy) by row: the chance that a right vote was known.
    let shares: [Double]
    let workers: Int

    func weight(vote: Int, worker: Int) -> Double { weights[Int(rowOfVote[vote])] }

    func measure(vote: Int, worker: Int, probability: Double, sums: UnsafeMutablePointer<Double>) {
        let row = Int(rowOfVote[vote])
        let known = probability * shares[row]
        sums[worker] += known
        sums[workers + row] += 1 - known
        sums[workers + shares.count + row] += probability
    }
}

/// The logarithmic derivative of the gamma function.
enum Digamma {
    /// ψ(x) for x > 0: recurrence up to 10, then the asymptotic series; about 15 digits.
    static func value(_ x: Double) -> Double {
        var x = x
        var shift = 0.0
        while x < 10 {
            shift -= 1 / x
            x += 1
        }
        let square = 1 / (x * x)
        let series =
            square
            * (1 / 12.0 - square * (1 / 120.0 - square * (1 / 252.0 - square * (1 / 240.0 - square * (1 / 132.0)))))
        return shift + log(x) - 0.5 / x - series
    }
}
