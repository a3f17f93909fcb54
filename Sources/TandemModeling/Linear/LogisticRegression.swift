import TandemNumerics
import TandemTabular

/// Logistic regression with a quadratic penalty, binary and multinomial, over typed columns and text.
///
/// Minimizes Σ sᵢ lossᵢ + (1 / 2C) ‖w‖² with unpenalized intercepts, as scikit-learn's `LogisticRegression(C=…)`. Two
/// classes and few features are solved by Newton's method, everything else by L-BFGS.
public struct LogisticRegression: Learner {
    /// C, the inverse strength of the penalty; larger trusts the data more.
    public var inversePenalty: Double
    /// How much rows count by their class.
    public var classWeights: ClassWeights
    /// How columns become numbers.
    public var encoding: EncoderOptions
    /// Most iterations before giving up.
    public var maximumIterations: Int
    /// Done when no component of the mean gradient is larger than this.
    public var tolerance: Double

    /// Most features for which Newton's method is used.
    static let newtonLimit = 300

    /// A learner with scikit-learn's default penalty.
    public init(
        inversePenalty: Double = 1, classWeights: ClassWeights = .none, encoding: EncoderOptions = EncoderOptions(),
        maximumIterations: Int = 1_000, tolerance: Double = 1e-7
    ) {
        self.inversePenalty = inversePenalty
        self.classWeights = classWeights
        self.encoding = encoding
        self.maximumIterations = maximumIterations
        self.tolerance = tolerance
    }

    /// A stable name.
    public var name: String { "logistic_regression" }

    /// The settings, as they are kept beside the model.
    public var settings: JSONValue {
        [
            "inverse_penalty": .number(inversePenalty), "class_weights": classWeights.json,
            "maximum_iterations": JSONValue(maximumIterations), "tolerance": .number(tolerance),
        ]
    }

    /// Learns from `set`; the same rows, settings and seed give the same model.
    public func fit(_ set: TrainingSet, seed: UInt64, progress: ProgressHandler) throws -> ModelArtifact {
        guard inversePenalty > 0, inversePenalty.isFinite else {
            throw ModelingError.badSetting("the inverse penalty must be positive")
        }
        let encoder = FeatureEncoder.fit(set.frame, columns: set.columns, options: encoding)
        let rows = encoder.encode(set.frame)
        let loss = LogisticLoss(
            rows: rows, labels: set.labels, weights: try set.weights(classWeights), margins: set.marginCount,
            penalty: 1 / inversePenalty)
        let start = [Double](repeating: 0, count: loss.parameterCount)
        let point = try solve(loss, from: start, progress: progress)
        let margins = set.marginCount
        var weights = Matrix(rows: margins, columns: rows.columns)
        for margin in 0..<margins {
            for column in 0..<rows.columns { weights[margin, column] = point[column * margins + margin] }
        }
        let intercepts = Array(point.suffix(margins))
        let model = LinearModel(intercepts: intercepts, weights: weights, means: Self.means(of: rows))
        return ModelArtifact(
            classes: set.classes, encoder: encoder, body: .linear(model), learner: name, settings: settings, seed: seed)
    }

    /// The parameters of least loss, sought from `start`.
    func solve(_ loss: LogisticLoss, from start: [Double], progress: ProgressHandler) throws -> [Double] {
        let usesNewton = loss.margins == 1 && loss.rows.columns <= Self.newtonLimit
        return usesNewton
            ? try newton(loss, from: start, progress: progress) : try lbfgs(loss, from: start, progress: progress)
    }

    private func lbfgs(_ loss: LogisticLoss, from start: [Double], progress: ProgressHandler) throws -> [Double] {
        var search = LBFGS()
        search.maximumIterations = maximumIterations
        search.gradientTolerance = tolerance
        let outcome = try search.minimize(
            from: start,
            progress: { try progress(TrainingProgress(step: $0, steps: maximumIterations, loss: $1)) },
            loss.evaluate)
        guard outcome.isConverged else { throw ModelingError.notConverged(iterations: outcome.iterations) }
        return outcome.point
    }

    private func newton(_ loss: LogisticLoss, from start: [Double], progress: ProgressHandler) throws -> [Double] {
        var point = start
        var gradient = [Double](repeating: 0, count: start.count)
        var value = loss.evaluate(point, &gradient)
        for iteration in 1...max(1, maximumIterations) {
            if gradient.allSatisfy({ abs($0) <= tolerance }) { return point }
            guard let factor = Cholesky(loss.hessian(point)) else {
                return try lbfgs(loss, from: point, progress: progress)
            }
            let step = factor.solve(gradient)
            let slope = zip(step, gradient).reduce(0) { $0 - $1.0 * $1.1 }
            var length = 1.0
            var nextGradient = gradient
            var next = point
            var nextValue = Double.infinity
            while length > 1e-10 {
                next = point.indices.map { point[$0] - length * step[$0] }
                nextValue = loss.evaluate(next, &nextGradient)
                if nextValue <= value + 1e-4 * length * slope + 1e-15 * abs(value) { break }
                length /= 2
            }
            point = next
            value = nextValue
            gradient = nextGradient
            try progress(TrainingProgress(step: iteration, steps: maximumIterations, loss: value))
        }
        throw ModelingError.notConverged(iterations: maximumIterations)
    }

    private static func means(of rows: SparseMatrix) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.columns)
        for (index, value) in zip(rows.indices, rows.values) { sums[Int(index)] += value }
        return sums.map { $0 / Double(max(rows.rows, 1)) }
    }
}
