/// What numeric answers come to.
public struct NumericConsensus: Sendable, Hashable {
    /// The number settled on for each task; NaN without answers.
    public let values: [Double]
    /// The standard error of each; NaN where it cannot be told, as from a single answer.
    public let standardErrors: [Double]
    /// What was learned about each worker; empty for methods that learn nothing.
    public let workers: [NumericWorker]

    /// Puts a consensus together.
    public init(values: [Double], standardErrors: [Double], workers: [NumericWorker] = []) {
        self.values = values
        self.standardErrors = standardErrors
        self.workers = workers
    }
}

/// How a worker's numbers differ from the consensus.
public struct NumericWorker: Sendable, Hashable {
    /// The number of answers.
    public let count: Int
    /// What the worker adds to the truth on average.
    public let bias: Double
    /// How much of a difference between tasks the worker's answers show: 1 all of it, 0 always the same answer.
    public let slope: Double
    /// The standard deviation of what bias and slope leave.
    public let deviation: Double
}

/// A way to make one number out of many.
public enum NumericMethod: String, Sendable, Hashable, CaseIterable {
    /// The mean.
    case mean
    /// The middle answer, or the mean of the two middle ones.
    case median
    /// The mean weighted by each worker's estimated precision: ``PrecisionWeighting``.
    case weighted

    /// Settles every task.
    public func consensus(of answers: NumericAnswers) -> NumericConsensus {
        switch self {
        case .mean: Self.summarize(answers) { $0.reduce(0, +) / Double($0.count) }
        case .median: Self.summarize(answers, Self.median)
        case .weighted: PrecisionWeighting().consensus(of: answers)
        }
    }

    private static func summarize(
        _ answers: NumericAnswers, _ center: (ArraySlice<Double>) -> Double
    ) -> NumericConsensus {
        var values: [Double] = []
        var errors: [Double] = []
        for task in 0..<answers.taskCount {
            let given = answers.values(on: task)
            let n = Double(given.count)
            values.append(given.isEmpty ? .nan : center(given))
            let mean = given.reduce(0, +) / n
            let squares = given.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            errors.append(n > 1 ? (squares / (n - 1) / n).squareRoot() : .nan)
        }
        return NumericConsensus(values: values, standardErrors: errors)
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
