import Foundation
import TandemTabular

extension Mace {
    /// What the model knows about each worker.
    public struct Fit: AggregatorFit {
        /// One worker: how often it knows, and what it answers when it does not.
        public struct Trust: Sendable, Hashable {
            /// The expected share of answers that were known.
            public let knowing: Double
            /// The number of answers that were not.
            public let guesses: Double
            /// How many of those gave each label; labels that were never given are absent.
            public let strategy: [Int32: Double]
            /// The expected share of right votes.
            public let accuracy: Double
        }

        /// The number of possible labels.
        public let labelCount: Int
        /// The frequency of each label.
        public let prior: [Double]
        /// The workers.
        public let workers: [String: Trust]
        private let average: Double

        init(labelCount: Int, prior: [Double], workers: [String: Trust]) {
            self.labelCount = labelCount
            self.prior = prior
            self.workers = workers
            average = OneCoinPosterior.average(workers.mapValues(\.knowing), otherwise: 0.6)
        }

        init(_ run: MaceRun, _ votes: VoteTable, rows: VoteRows) {
            let (guesses, known, right) = (run.strategyCounts, run.knowingCounts, run.rightCounts)
            var workers: [String: Trust] = [:]
            for (number, worker) in votes.workers.enumerated() {
                let own = rows.offsets[number]..<rows.offsets[number + 1]
                guard !own.isEmpty else { continue }
                let guessed = own.map { (rows.labels[$0], guesses[guesses.startIndex + $0]) }
                let total = guessed.reduce(0) { $0 + $1.1 }
                let all = total + known[number]
                workers[worker] = Trust(
                    knowing: known[number] / all, guesses: total,
                    strategy: Dictionary(uniqueKeysWithValues: guessed),
                    accuracy: min(1, own.reduce(0) { $0 + right[right.startIndex + $1] } / all))
            }
            self.init(labelCount: votes.labelCount, prior: run.prior, workers: workers)
        }

        /// The expected share of right votes of each worker.
        public var workerAccuracy: [String: Double] { workers.mapValues(\.accuracy) }

        /// A judge by Bayes' rule; an unknown worker knows as often as the average one and guesses any label.
        ///
        /// One pseudo-vote, spread over all labels, stands beside each worker's strategy, so that a label it never gave
        /// is not taken for knowledge beyond doubt.
        public func judge(of names: [String]) -> any ItemJudge {
            TrustJudge(
                start: OneCoinPosterior.start(prior),
                weights: names.map { name in
                    let trust = workers[name]
                    let knowing = min(max(trust?.knowing ?? average, 1e-3), 1 - 1e-3)
                    let even = 1 / Double(labelCount)
                    let others = log1p(knowing / ((1 - knowing) * even / ((trust?.guesses ?? 0) + 1)))
                    let given = (trust?.strategy ?? [:]).mapValues { count in
                        log1p(knowing / ((1 - knowing) * (count + even) / ((trust?.guesses ?? 0) + 1)))
                    }
                    return (others, given)
                })
        }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount), "prior": FitJSON.numbers(prior),
                "workers": .object(
                    workers.mapValues { trust in
                        [
                            "knowing": .number(trust.knowing), "guesses": .number(trust.guesses),
                            "accuracy": .number(trust.accuracy),
                            "strategy": .object(
                                Dictionary(
                                    uniqueKeysWithValues: trust.strategy.map { ("\($0.key)", .number($0.value)) })),
                        ]
                    }),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let labels = try FitJSON(json: json).labelCount()
            guard let members = json["workers"]?.object else { throw .badFit("a stored fit has no workers") }
            var workers: [String: Trust] = [:]
            for (name, member) in members {
                let worker = FitJSON(json: member)
                var strategy: [Int32: Double] = [:]
                for (label, count) in try worker.workers("strategy") {
                    guard let number = Int32(label), number >= 0, number < labels else {
                        throw .badFit("a stored strategy names label \(label) of \(labels)")
                    }
                    strategy[number] = count
                }
                workers[name] = Trust(
                    knowing: try worker.number("knowing"), guesses: try worker.number("guesses"), strategy: strategy,
                    accuracy: try worker.number("accuracy"))
            }
            self.init(labelCount: labels, prior: try FitJSON(json: json).prior(labels: labels), workers: workers)
        }
    }
}

/// Adds to a label what a worker's vote for it is worth.
private struct TrustJudge: ItemJudge {
    let start: [Double]
    /// What a vote for a label that the worker never gave is worth, and for those it gave.
    let weights: [(others: Double, given: [Int32: Double])]

    var labelCount: Int { start.count }

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        posterior.removeAll(keepingCapacity: true)
        posterior.append(contentsOf: start)
        ballot.eachVote { worker, label in
            posterior[label] += weights[worker].given[Int32(label)] ?? weights[worker].others
        }
        Softmax.normalize(&posterior)
    }
}
