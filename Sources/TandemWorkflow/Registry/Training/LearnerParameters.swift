import TandemLedger
import TandemModeling
import TandemTabular

/// The settings of the built-in learners that a request may change, checked.
struct LearnerParameters: Sendable {
    /// The learners to try, each with a name for messages.
    let learners: [any Learner]

    /// Reads settings: `inverse_penalty` for logistic regression; `rounds`, `depth`, `learning_rate`, `minimum_cover`,
    /// `penalty`, `row_share`, `feature_share` for boosting; `class_weights` for both.
    /// - Throws: `Problem` invalid that names the setting.
    init(json: JSONValue, learner: TrainingRequest.Choice) throws(Problem) {
        guard let members = json.object else {
            throw Problem(.invalid, "bad_parameters", "Parameters are a JSON object.", at: "/parameters")
        }
        var logistic = LogisticRegression()
        var boosting = GradientBoosting()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let known = try Self.set(name, value, &logistic, &boosting, learner)
            guard known else {
                throw Problem(
                    .invalid, "unknown_parameter", "The learner \(learner.rawValue) has no setting \(name).",
                    at: "/parameters/\(name)")
            }
        }
        switch learner {
        case .logistic: learners = [logistic]
        case .boosting: learners = [boosting]
        case .auto: learners = [logistic, boosting]
        }
    }

    private static func set(
        _ name: String, _ value: JSONValue, _ logistic: inout LogisticRegression, _ boosting: inout GradientBoosting,
        _ learner: TrainingRequest.Choice
    ) throws(Problem) -> Bool {
        func number(_ range: ClosedRange<Double>) throws(Problem) -> Double {
            guard let found = value.number, range.contains(found) else {
                throw Problem(
                    .invalid, "bad_parameter",
                    "\(name) must be a number from \(range.lowerBound) to \(range.upperBound).",
                    at: "/parameters/\(name)")
            }
            return found
        }
        if name == "class_weights" {
            let weights = try classWeights(value)
            logistic.classWeights = weights
            boosting.classWeights = weights
            return true
        }
        if name == "inverse_penalty", learner != .boosting {
            logistic.inversePenalty = try number(1e-6...1e6)
            return true
        }
        guard learner != .logistic else { return false }
        switch name {
        case "rounds": boosting.rounds = Int(try number(1...5000))
        case "depth": boosting.depth = Int(try number(1...12))
        case "learning_rate": boosting.learningRate = try number(1e-4...1)
        case "minimum_cover": boosting.minimumCover = try number(0...1e6)
        case "penalty": boosting.penalty = try number(0...1e6)
        case "row_share": boosting.rowShare = try number(0.01...1)
        case "feature_share": boosting.featureShare = try number(0.01...1)
        default: return false
        }
        return true
    }

    private static func classWeights(_ value: JSONValue) throws(Problem) -> ClassWeights {
        switch value {
        case "none": return .none
        case "balanced": return .balanced
        case .object(let given):
            let weights = given.compactMapValues(\.number)
            if weights.count == given.count, weights.values.allSatisfy({ $0 > 0 && $0 <= 1e6 }) {
                return .given(weights)
            }
        default: break
        }
        throw Problem(
            .invalid, "bad_parameter", "class_weights is none, balanced, or a positive number for each label.",
            at: "/parameters/class_weights")
    }
}
