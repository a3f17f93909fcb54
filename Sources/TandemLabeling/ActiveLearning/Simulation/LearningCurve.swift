/// How good the models of one replay were after how many labels.
public struct LearningCurve: Sendable, Hashable {
    /// Labels paid for when each model learned, growing.
    public var labels: [Int] = []
    /// Each model's score on the test rows.
    public var scores: [Double] = []
    /// The model at which labeling could have stopped; nil when predictions never settled.
    public var stop: Int?
    /// Labels spent on items that had one already.
    public var relabels = 0

    /// Labels until the score first reached `goal`; infinity when it never did.
    public func labels(to goal: Double) -> Double {
        scores.firstIndex { $0 >= goal }.map { Double(labels[$0]) } ?? .infinity
    }

    /// The mean score over all models: the area under the curve per round.
    public var area: Double { scores.reduce(0, +) / Double(max(scores.count, 1)) }
}
