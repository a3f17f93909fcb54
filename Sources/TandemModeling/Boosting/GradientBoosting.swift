import TandemTabular

/// Gradient-boosted trees, trained by libxgboost on one thread and evaluated by our own `TreeEnsemble`.
///
/// Two classes learn `binary:logistic`, more `multi:softprob`. Numbers stay as they are, missing values follow each split's
/// learned default, categories are one-hot, texts TF-IDF.
public struct GradientBoosting: Learner {
    /// Boosting rounds; each adds one tree a margin.
    public var rounds: Int
    /// Deepest tree.
    public var depth: Int
    /// How much of each tree is believed (η).
    public var learningRate: Double
    /// Smallest sum of second derivatives in a leaf.
    public var minimumCover: Double
    /// Quadratic penalty on leaf values (λ).
    public var penalty: Double
    /// Share of the rows each tree sees.
    public var rowShare: Double
    /// Share of the features each tree sees.
    public var featureShare: Double
    /// Most histogram bins of a feature.
    public var bins: Int
    /// How much rows count by their class.
    public var classWeights: ClassWeights
    /// Columns whose value may only raise (+1) or lower (−1) the margin of the second class; two classes only.
    public var monotone: [String: Int]
    /// How categories and texts become numbers; numbers are always raw.
    public var encoding: EncoderOptions

    /// A learner with settings that suit some hundreds to some hundred thousand rows.
    public init(
        rounds: Int = 150, depth: Int = 4, learningRate: Double = 0.1, minimumCover: Double = 1, penalty: Double = 1,
        rowShare: Double = 1, featureShare: Double = 1, bins: Int = 256, classWeights: ClassWeights = .none,
        monotone: [String: Int] = [:], encoding: EncoderOptions = EncoderOptions(numbers: .raw)
    ) {
        self.rounds = rounds
        self.depth = depth
        self.learningRate = learningRate
        self.minimumCover = minimumCover
        self.penalty = penalty
        self.rowShare = rowShare
        self.featureShare = featureShare
        self.bins = bins
        self.classWeights = classWeights
        self.monotone = monotone
        self.encoding = encoding
    }

    /// A stable name.
    public var name: String { "gradient_boosting" }

    /// The settings, as they are kept beside the model.
    public var settings: JSONValue {
        [
            "rounds": JSONValue(rounds), "depth": JSONValue(depth), "learning_rate": .number(learningRate),
            "minimum_cover": .number(minimumCover), "penalty": .number(penalty), "row_share": .number(rowShare),
            "feature_share": .number(featureShare), "bins": JSONValue(bins), "class_weights": classWeights.json,
            "monotone": .object(monotone.mapValues { JSONValue($0) }),
        ]
    }

    /// Learns from `set`; the same rows, settings and seed give the same model.
    public func fit(_ set: TrainingSet, seed: UInt64, progress: ProgressHandler) throws -> ModelArtifact {
        try checkSettings(set)
        let (training, encoder) = try prepare(set, seed: seed)
        for round in 0..<rounds {
            try training.update(round: round)
            try progress(TrainingProgress(step: round + 1, steps: rounds))
        }
        let ensemble = try TreeEnsemble(xgboost: training.json())
        return ModelArtifact(
            classes: set.classes, encoder: encoder, body: .trees(ensemble), learner: name, settings: settings,
            seed: seed)
    }

    /// The library's training, ready for its first round.
    func prepare(_ set: TrainingSet, seed: UInt64) throws -> (XGBoostTraining, FeatureEncoder) {
        var encoding = encoding
        encoding.numbers = .raw
        let encoder = FeatureEncoder.fit(set.frame, columns: set.columns, options: encoding)
        guard encoder.width > 0 else { throw ModelingError.unusableData("no column says anything") }
        let weights = try set.weights(classWeights)
        let training = try XGBoostTraining(rows: encoder.encode(set.frame), labels: set.labels, weights: weights)
        for (name, value) in parameters(set, encoder, seed: seed) { try training.set(name, value) }
        return (training, encoder)
    }

    private func parameters(_ set: TrainingSet, _ encoder: FeatureEncoder, seed: UInt64) -> [(String, String)] {
        var parameters = [
            ("verbosity", "0"), ("nthread", "1"), ("booster", "gbtree"), ("tree_method", "hist"),
            ("base_score", "0.5"), ("seed", String(seed & 0x7FFF_FFFF)), ("eta", "\(learningRate)"),
            ("max_depth", "\(depth)"), ("min_child_weight", "\(minimumCover)"), ("lambda", "\(penalty)"),
            ("subsample", "\(rowShare)"), ("colsample_bytree", "\(featureShare)"), ("max_bin", "\(bins)"),
        ]
        if set.classes.count == 2 {
            parameters.append(("objective", "binary:logistic"))
        } else {
            parameters += [("objective", "multi:softprob"), ("num_class", "\(set.classes.count)")]
        }
        if !monotone.isEmpty {
            let signs = encoder.features.map { $0.kind == .number ? monotone[$0.source] ?? 0 : 0 }
            parameters.append(("monotone_constraints", "(\(signs.map(String.init).joined(separator: ",")))"))
        }
        return parameters
    }

    private func checkSettings(_ set: TrainingSet) throws(ModelingError) {
        let inRange: [(Bool, String)] = [
            ((1...10_000).contains(rounds), "rounds must be 1 to 10,000"),
            ((1...16).contains(depth), "depth must be 1 to 16"),
            (learningRate > 0 && learningRate <= 1, "the learning rate must be in (0, 1]"),
            (minimumCover >= 0 && penalty >= 0, "minimum cover and penalty must not be negative"),
            (rowShare > 0 && rowShare <= 1 && featureShare > 0 && featureShare <= 1, "shares must be in (0, 1]"),
            ((2...65_536).contains(bins), "bins must be 2 to 65,536"),
            (monotone.values.allSatisfy { abs($0) <= 1 }, "monotone directions are -1, 0 or 1"),
            (monotone.isEmpty || set.classes.count == 2, "monotone columns need two classes"),
        ]
        if let wrong = inRange.first(where: { !$0.0 }) { throw .badSetting(wrong.1) }
    }
}
