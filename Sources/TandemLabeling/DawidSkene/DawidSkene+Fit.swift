import Foundation
import TandemTabular

extension DawidSkene {
    /// What the model knows about labels and workers.
    ///
    /// Single items are judged with one pseudo-vote a true label, of the average worker, beside each worker's counts: a
    /// fit on many items needs none and stays what crowd-kit's is, but nobody should decide one new item beyond doubt.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// The estimated frequency of each label.
        public let prior: [Double]
        /// Each worker's expected confusion counts.
        public let confusion: [String: ConfusionCounts]
        /// The counts of all workers together.
        let crowd: WorkerConfusion

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, prior: [Double], confusion: [String: ConfusionCounts]) {
            self.labelCount = labelCount
            self.prior = prior
            self.confusion = confusion
            crowd = WorkerConfusion(pooling: confusion)
        }

        init(_ votes: VoteTable, posteriors: [Double], threads: Int) {
            let labels = votes.labelCount
            var prior = [Double](repeating: 0, count: labels)
            var judged = 0.0
            for item in votes.items.indices where !votes.range(of: item).isEmpty {
                for label in 0..<labels { prior[label] += posteriors[item * labels + label] }
                judged += 1
            }
            let counts = ConfusionCounts.all(votes, posteriors: posteriors, threads: threads)
            var confusion: [String: ConfusionCounts] = [:]
            for (worker, counts) in zip(votes.workers, counts) where !counts.cells.isEmpty {
                confusion[worker] = counts
            }
            self.init(
                labelCount: labels, prior: prior.map { judged > 0 ? $0 / judged : 1 / Double(labels) },
                confusion: confusion)
        }

        /// The expected share of right votes of each worker.
        public var workerAccuracy: [String: Double] { confusion.mapValues { min(1, $0.right / $0.total) } }

        /// A judge by Bayes' rule; an unknown worker confuses labels as all known ones together do.
        public func judge(of workers: [String]) -> any ItemJudge { ConfusionJudge(self, workers: workers) }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount), "prior": FitJSON.numbers(prior),
                "confusion": .object(confusion.mapValues(\.json)),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let members = FitJSON(json: json)
            let labels = try members.labelCount()
            guard let workers = json["confusion"]?.object else { throw .badFit("a stored fit has no confusion") }
            var confusion: [String: ConfusionCounts] = [:]
            for (worker, cells) in workers { confusion[worker] = try ConfusionCounts(json: cells, labelCount: labels) }
            self.init(labelCount: labels, prior: try members.prior(labels: labels), confusion: confusion)
        }
    }
}
