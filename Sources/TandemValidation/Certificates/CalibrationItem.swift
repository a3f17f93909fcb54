/// One item of the calibration role, as the certificate sees it.
public struct CalibrationItem: Sendable, Hashable {
    /// The label the model would decide.
    public let predicted: Int
    /// The model's score of that decision; higher is surer, and not a number is never accepted.
    public let score: Double
    /// The settled true label; nil while unanswered or "unsure", which counts as an error.
    public let truth: Int?

    /// Makes an item from what was predicted, how surely, and what turned out.
    public init(predicted: Int, score: Double, truth: Int?) {
        self.predicted = predicted
        self.score = score
        self.truth = truth
    }

    /// Whether the decision would have been right, as far as is known.
    public var isCorrect: Bool { predicted == truth }
}
