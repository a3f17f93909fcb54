import TandemTabular

/// How far a training is.
public struct TrainingProgress: Sendable, Hashable {
    /// Steps made: iterations, or trees.
    public let step: Int
    /// Most steps there will be.
    public let steps: Int
    /// The training loss after this step, where the learner computes one.
    public let loss: Double?

    /// Progress after `step` of at most `steps`.
    public init(step: Int, steps: Int, loss: Double? = nil) {
        self.step = step
        self.steps = steps
        self.loss = loss
    }
}

/// Called after each step of a training; throwing, say `CancellationError()`, ends it without a model.
public typealias ProgressHandler = (TrainingProgress) throws -> Void

/// A way to learn a model from labeled rows.
///
/// The same training set, settings and seed give the same model, byte for byte.
public protocol Learner: Sendable {
    /// A stable name, such as `logistic_regression`.
    var name: String { get }
    /// The settings, as they are kept beside the model.
    var settings: JSONValue { get }

    /// Learns from `set`.
    ///
    /// - Parameters:
    ///   - set: the labeled rows.
    ///   - seed: where the learner's randomness comes from.
    ///   - progress: told of each step; may throw to cancel.
    /// - Returns: an uncalibrated model.
    /// - Throws: `ModelingError`, or what `progress` throws.
    func fit(_ set: TrainingSet, seed: UInt64, progress: ProgressHandler) throws -> ModelArtifact
}

extension Learner {
    /// Learns from `set` without reporting progress.
    public func fit(_ set: TrainingSet, seed: UInt64) throws -> ModelArtifact {
        try fit(set, seed: seed, progress: { _ in })
    }
}
