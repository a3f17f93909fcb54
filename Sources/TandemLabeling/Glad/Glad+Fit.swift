import Foundation
import TandemTabular

extension Glad {
    /// Each worker's ability.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// Each worker's ability α: positive for better than chance, negative for worse.
        public let abilities: [String: Double]
        /// The expected share of right votes of each worker, over the items it judged.
        public let workerAccuracy: [String: Double]
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, abilities: [String: Double], workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.abilities = abilities
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(abilities, otherwise: 1)
        }

        /// A judge by Bayes' rule that averages over the difficulty of the item, which nobody knows beforehand, by its
        /// prior; an unknown worker has the average ability.
        public func judge(of workers: [String]) -> any ItemJudge {
            DifficultyJudge(labelCount: labelCount, abilities: workers.map { abilities[$0] ?? average })
        }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount), "abilities": .object(abilities.mapValues(JSONValue.number)),
                "worker_accuracy": .object(workerAccuracy.mapValues(JSONValue.number)),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let members = FitJSON(json: json)
            self.init(
                labelCount: try members.labelCount(), abilities: try members.workers("abilities"),
                workerAccuracy: try members.workers("worker_accuracy"))
        }
    }
}

/// Bayes' rule averaged over difficulty: β ~ N(1, 1) on thirteen points half a standard deviation apart, which is as
/// good as exact for so smooth a function.
private struct DifficultyJudge: ItemJudge {
    let labelCount: Int
    let abilities: [Double]

    private static let points: [(scale: Double, logWeight: Double)] = (-6...6).map { step in
        let away = Double(step) / 2
        return (exp(1 + away), -away * away / 2)
    }

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        let spread = log(Double(labelCount - 1))
        posterior.removeAll(keepingCapacity: true)
        for _ in 0..<labelCount { posterior.append(-.infinity) }
        var scores = posterior
        for (scale, logWeight) in Self.points {
            for label in 0..<labelCount { scores[label] = logWeight }
            var wrong = 0.0
            ballot.eachVote { worker, label in
                let score = abilities[worker] * scale
                // ln(1 − σ) for every label, and the difference to ln σ for the label given.
                wrong -= max(score, 0) + log1p(exp(-abs(score))) + spread
                scores[label] += score + spread
            }
            for label in 0..<labelCount {
                let score = scores[label] + wrong
                let top = max(posterior[label], score)
                posterior[label] = top + log(exp(posterior[label] - top) + exp(score - top))
            }
        }
        Softmax.normalize(&posterior)
    }
}
