import TandemTabular

extension MajorityVote {
    /// What majority voting knows about labels and workers.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// Pseudo-votes for each label.
        public let smoothing: Double
        /// The smoothed frequency of each label; nil before the first fit.
        public let prior: [Double]?
        /// The smoothed agreement of each worker with others.
        public let workerAccuracy: [String: Double]
        /// The accuracy taken for a worker who is not known.
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, smoothing: Double, prior: [Double]?, workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.smoothing = smoothing
            self.prior = prior
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(workerAccuracy, otherwise: 0.8)
        }

        /// A judge that gives the plurality label; its posterior by the workers' accuracies once they are known, and by
        /// the smoothed share of votes (n_l + α) / (n + αK) until then.
        public func judge(of workers: [String]) -> any ItemJudge {
            MajorityJudge(
                labelCount: labelCount, smoothing: smoothing,
                coin: workerAccuracy.isEmpty
                    ? nil
                    : OneCoinJudge(
                        prior: prior ?? [Double](repeating: 1 / Double(labelCount), count: labelCount),
                        accuracy: workers.map { workerAccuracy[$0] ?? average }))
        }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount), "smoothing": .number(smoothing),
                "prior": prior.map(FitJSON.numbers) ?? .null,
                "worker_accuracy": .object(workerAccuracy.mapValues(JSONValue.number)),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let members = FitJSON(json: json)
            let labels = try members.labelCount()
            let smoothing = try members.number("smoothing")
            guard smoothing > 0 else { throw .badFit("a stored fit has no smoothing above zero") }
            self.init(
                labelCount: labels, smoothing: smoothing,
                prior: json["prior"]?.array == nil ? nil : try members.prior(labels: labels),
                workerAccuracy: try members.workers("worker_accuracy"))
        }
    }
}

/// The plurality of votes, and a posterior beside it.
private struct MajorityJudge: ItemJudge {
    let labelCount: Int
    let smoothing: Double
    let coin: OneCoinJudge?

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        if let coin { return coin.posterior(of: ballot, into: &posterior) }
        let total = Double(ballot.count) + smoothing * Double(labelCount)
        posterior.removeAll(keepingCapacity: true)
        for _ in 0..<labelCount { posterior.append(smoothing / total) }
        ballot.eachVote { _, label in posterior[label] += 1 / total }
    }

    func winner(of ballot: Ballot, posterior: [Double]) -> (label: Int, isTie: Bool)? {
        var counts = [Int](repeating: 0, count: labelCount)
        ballot.eachVote { _, label in counts[label] += 1 }
        guard let most = counts.max(), most > 0, let first = counts.firstIndex(of: most) else { return nil }
        return (first, counts.count { $0 == most } > 1)
    }
}
