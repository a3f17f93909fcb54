/// Learns each worker's bias, slope and variance together with the tasks' true numbers, and weighs answers by them.
///
/// A one-factor model fitted by expectation–maximization: worker j answers μ + b_j + s_j (t_i − μ) with variance v_j, the
/// truth t_i is normal around μ (Raykar et al., JMLR 11, 2010, section 4, with Lawley and Maxwell's factor loadings as
/// slopes). The slope matters: somebody who always answers the usual number is close to the consensus and yet says
/// nothing. Pseudo-answers draw every worker towards no bias, slope 1 and the common variance, so that nobody is
/// trusted on a handful of answers; with few answers the result is near the mean.
public struct PrecisionWeighting: Sendable, Hashable {
    /// Most rounds.
    public let iterations: Int
    /// Done when no task changes by more than this share of the answers' standard deviation.
    public let tolerance: Double
    /// Pseudo-answers added to each worker.
    public let pseudoAnswers: Double

    /// Sets the method up.
    public init(iterations: Int = 500, tolerance: Double = 1e-7, pseudoAnswers: Double = 100) {
        precondition(iterations > 0 && tolerance >= 0 && pseudoAnswers > 0, "settings in range")
        self.iterations = iterations
        self.tolerance = tolerance
        self.pseudoAnswers = pseudoAnswers
    }

    /// Settles every task; standard errors are those of weighted means under the model.
    public func consensus(of answers: NumericAnswers) -> NumericConsensus {
        let means = NumericMethod.mean.consensus(of: answers)
        let center = answers.values.reduce(0, +) / Double(max(1, answers.count))
        let squares = answers.values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        // Without two different answers there is nothing to weigh.
        guard squares > 0 else { return means }
        var fit = PrecisionFit(answers, start: means.values, pseudo: pseudoAnswers)
        let limit = tolerance * (squares / Double(answers.count)).squareRoot()
        for _ in 0..<iterations {
            fit.maximize()
            if fit.expect() <= limit { break }
        }
        return fit.consensus
    }
}
