import TandemModeling
import TandemNumerics
import TandemTabular

/// Replays labeling: a strategy chooses, made-up annotators answer, a model learns, again and again.
public struct Replay: Sendable {
    /// The rows and their true labels.
    public let data: ReplayData
    /// How it is done.
    public let plan: ReplayPlan
    /// What a model reaches that learns from the whole pool and its true labels.
    public let fullScore: Double
    private let learner: LogisticRegression
    private let representativeness: [Double]
    private let poolFeatures: SparseMatrix

    /// The score to reach.
    public var goal: Double { plan.goalShare * fullScore }

    /// Gets ready: learns once from everything.
    ///
    /// - Throws: `QueryError` for a plan out of range; `ModelingError` when learning does not converge.
    public init(_ data: ReplayData, plan: ReplayPlan) throws {
        try plan.check()
        self.data = data
        self.plan = plan
        learner = LogisticRegression(inversePenalty: plan.inversePenalty, maximumIterations: 2_000, tolerance: 1e-4)
        poolFeatures = data.features.rows(at: data.pool)
        representativeness = Representativeness.scores(poolFeatures, seed: plan.seed)
        let full = try ReplayModel(
            rows: data.pool, labels: data.pool.map { data.labels[$0] }, features: data.features,
            classes: data.classes.count, learner: learner)
        fullScore = plan.score.value(
            predicted: full.predict(data.features, at: data.test), truth: data.test.map { data.labels[$0] },
            classes: data.classes.count)
    }

    /// The learning curves of strategies: one row a strategy, one curve a repetition; the same at any number of threads.
    public func curves(_ strategies: [any QueryStrategy], threads: Int = 1) throws -> [[LearningCurve]] {
        let jobs = strategies.count * plan.repetitions
        let results = Blocks(count: jobs, size: 1).map(threads: threads) { range in
            Result {
                try curve(
                    strategies[range.lowerBound / plan.repetitions], repetition: range.lowerBound % plan.repetitions)
            }
        }
        return try strategies.indices.map { place in
            try results[place * plan.repetitions..<(place + 1) * plan.repetitions].map { try $0.get() }
        }
    }

    /// One replay; strategies with the same repetition meet the same start and the same annotators.
    public func curve(_ strategy: any QueryStrategy, repetition: Int) throws -> LearningCurve {
        let seed = SplitMix64(seed: plan.seed).split(UInt64(repetition))
        var labeling = ReplayLabeling(
            truth: data.pool.map { data.labels[$0] },
            annotators: SimulatedAnnotators(
                count: plan.annotators, accuracy: plan.annotatorAccuracy, classes: data.classes.count,
                seed: seed.stream(1)))
        labeling.start(initial: plan.initial, classes: data.classes.count, seed: seed.stream(2))
        var curve = LearningCurve()
        var stopping = StabilizingPredictions()
        var stopRandom = SplitMix64(seed: seed.stream(3))
        let stopSet = stopRandom.sample(StabilizingPredictions.stopSet, below: data.pool.count).map { data.pool[$0] }
        var team = ReplayTeam(
            features: data.features, pool: data.pool, classes: data.classes.count, learner: learner,
            committee: plan.committee)
        for round in 0...plan.rounds {
            let votes = try labeling.votes()
            let model = try team.learn(votes, labeling: labeling)
            curve.labels.append(labeling.paid)
            let answers = model.predict(data.features, at: data.test)
            curve.scores.append(
                plan.score.value(
                    predicted: answers, truth: data.test.map { data.labels[$0] }, classes: data.classes.count))
            stopping.add(model.predict(data.features, at: stopSet))
            if curve.stop == nil, stopping.shouldStop { curve.stop = round }
            if round == plan.rounds { break }
            let needs = type(of: strategy).uses
            let models = try team.probabilities(
                model, votes: votes, labeling: labeling, wantsCommittee: needs.contains(.committee),
                isOutOfSample: type(of: strategy).asksAgain, seed: seed.stream(UInt64(round) &+ 1_000))
            let pool = try QueryPool(
                rows: data.pool.count, models: models, votes: votes,
                features: needs.contains(.features) ? poolFeatures : nil, representativeness: representativeness)
            let asked = labeling.ask(
                try strategy.choose(
                    from: pool, count: type(of: strategy).asksAgain ? pool.rows : plan.batch,
                    seed: seed.stream(UInt64(round) &+ 2_000_000)), count: plan.batch)
            curve.relabels += asked.again
            if asked.all == 0 { break }
        }
        return curve
    }
}

extension SplitMix64 {
    /// A seed of its own for one part of a replay.
    fileprivate func stream(_ number: UInt64) -> UInt64 {
        var part = split(number)
        return part.next()
    }
}
