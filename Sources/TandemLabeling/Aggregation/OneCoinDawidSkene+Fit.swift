import TandemTabular

extension OneCoinDawidSkene {
    /// What the model knows about labels and workers.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// The estimated frequency of each label.
        public let prior: [Double]
        /// The estimated accuracy of each worker.
        public let workerAccuracy: [String: Double]
        /// The accuracy taken for a worker who is not known.
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, prior: [Double], workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.prior = prior
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(workerAccuracy, otherwise: 0.8)
        }

        /// A judge by Bayes' rule; an unknown worker has the average accuracy, or 0.8 if none is known.
        public func judge(of workers: [String]) -> any ItemJudge {
            OneCoinJudge(prior: prior, accuracy: workers.map { workerAccuracy[$0] ?? average })
        }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount), "prior": FitJSON.numbers(prior),
                "worker_accuracy": .object(workerAccuracy.mapValues(JSONValue.number)),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let members = FitJSON(json: json)
            let labels = try members.labelCount()
            self.init(
                labelCount: labels, prior: try members.prior(labels: labels),
                workerAccuracy: try members.workers("worker_accuracy"))
        }
    }
}
