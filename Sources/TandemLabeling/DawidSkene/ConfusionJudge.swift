import Foundation

/// Bayes' rule with a confusion matrix a worker.
struct ConfusionJudge: ItemJudge {
    /// How often the pseudo-vote behind the whole crowd is right.
    private static let pseudoAccuracy = 0.8
    /// Up to this many labels a worker's evidence is worked out beforehand.
    private static let mostPrepared = 32

    let labelCount: Int
    private let start: [Double]
    private let crowd: WorkerConfusion
    private let workers: [WorkerConfusion?]
    /// ln P(given | true) of each worker, given × true; empty for many labels.
    private var prepared: [[Double]] = []

    init(_ fit: DawidSkene.Fit, workers names: [String]) {
        labelCount = fit.labelCount
        start = OneCoinPosterior.start(fit.prior)
        crowd = fit.crowd
        workers = names.map { fit.confusion[$0].map(WorkerConfusion.init) }
        guard labelCount <= Self.mostPrepared else { return }
        prepared = workers.map { worker in
            (0..<labelCount * labelCount).map { log(probability(worker, $0 / labelCount, $0 % labelCount)) }
        }
    }

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        posterior.removeAll(keepingCapacity: true)
        posterior.append(contentsOf: start)
        ballot.eachVote { worker, label in
            for truth in 0..<labelCount {
                posterior[truth] +=
                    prepared.isEmpty
                    ? log(probability(workers[worker], label, truth)) : prepared[worker][label * labelCount + truth]
            }
        }
        Softmax.normalize(&posterior)
    }

    /// A worker's share of a label among its votes on items of a true one, with one pseudo-vote of the crowd.
    private func probability(_ worker: WorkerConfusion?, _ given: Int, _ truth: Int) -> Double {
        let plain =
            given == truth ? Self.pseudoAccuracy : (1 - Self.pseudoAccuracy) / Double(labelCount - 1)
        let average = (crowd.count(given, truth) + plain) / (crowd.total(truth) + 1)
        guard let worker else { return average }
        return (worker.count(given, truth) + average) / (worker.total(truth) + 1)
    }
}

/// A confusion matrix ready for look-ups.
struct WorkerConfusion: Sendable, Hashable {
    private struct Place: Hashable {
        let given: Int32
        let truth: Int32
    }

    private var counts: [Place: Double] = [:]
    private var totals: [Int32: Double] = [:]

    init(_ confusion: ConfusionCounts) { add(confusion) }

    /// The counts of several workers, added in the order of names so that they are the same in every process.
    init(pooling all: [String: ConfusionCounts]) {
        for (_, confusion) in all.sorted(by: { $0.key < $1.key }) { add(confusion) }
    }

    private mutating func add(_ confusion: ConfusionCounts) {
        for cell in confusion.cells {
            counts[Place(given: cell.given, truth: cell.truth), default: 0] += cell.count
            totals[cell.truth, default: 0] += cell.count
        }
    }

    /// The expected number of votes that gave one label where another was true.
    func count(_ given: Int, _ truth: Int) -> Double { counts[Place(given: Int32(given), truth: Int32(truth))] ?? 0 }

    /// The expected number of votes where a label was true.
    func total(_ truth: Int) -> Double { totals[Int32(truth)] ?? 0 }
}
