import TandemLedger
import TandemRegistry
import TandemTabular

/// What a training job was asked to do, as its input holds it.
public struct TrainingRequest: Sendable, Equatable {
    /// The kind of job.
    public static let jobKind = "train"

    /// How a model is learned.
    public enum Choice: String, Sendable, CaseIterable, Codable {
        /// Logistic regression.
        case logistic
        /// Gradient boosted trees.
        case boosting
        /// Whichever predicts held-out training labels better.
        case auto
    }

    /// How a model is learned.
    public var learner: Choice
    /// Settings of the learner that differ from its defaults.
    public var parameters: JSONValue
    /// What is trained, in this order.
    public var arms: [Arm]
    /// The role in which it was asked for.
    public var askedAs: String

    /// A request from its parts.
    public init(learner: Choice, parameters: JSONValue, arms: [Arm], askedAs: String) {
        self.learner = learner
        self.parameters = parameters
        self.arms = arms
        self.askedAs = askedAs
    }

    /// As the job's input.
    public var json: JSONValue {
        [
            "learner": .string(learner.rawValue), "parameters": parameters,
            "arms": .array(arms.map { .string($0.rawValue) }), "asked_as": .string(askedAs),
        ]
    }

    /// From a job's input.
    /// - Throws: `Problem` when it is not one.
    public init(json: JSONValue) throws(Problem) {
        guard let learner = json["learner"]?.string.flatMap(Choice.init(rawValue:)), let arms = json["arms"]?.array
        else {
            throw Problem(.internal, "bad_job_input", "The job does not say what to train.")
        }
        self.learner = learner
        self.arms = arms.compactMap { $0.string.flatMap(Arm.init(rawValue:)) }
        parameters = json["parameters"] ?? [:]
        askedAs = json["asked_as"]?.string ?? "system"
    }
}
