import Foundation
import TandemModeling
import TandemNumerics
import TandemStatistics
import TandemTabular

/// Training under a limit on the gap between groups: a mixture of models, each learned from re-weighted rows.
///
/// Agarwal, Beygelzimer, Dudík, Langford and Wallach, "A Reductions Approach to Fair Classification" (ICML 2018), as in
/// Fairlearn's `ExponentiatedGradient`: multipliers of the constraints grow where a model violates them, each model is
/// the best answer to the present multipliers, and a linear program mixes the models found. The learner is any of the
/// house's. The limit holds on the training rows; look at the gap on others.
public struct ExponentiatedGradient: Sendable {
    /// What is limited.
    public enum Constraint: String, Sendable, Hashable, CaseIterable {
        /// The share predicted positive in each group, against all.
        case demographicParity = "demographic-parity"
        /// The true and false positive rates in each group, against all.
        case equalizedOdds = "equalized-odds"
    }

    /// What is limited.
    public var constraint: Constraint
    /// How far a group's rate may lie from the overall one.
    public var slack: Double
    /// Most models to learn.
    public var rounds: Int

    /// A training with Fairlearn's default slack.
    public init(constraint: Constraint, slack: Double = 0.01, rounds: Int = 50) {
        self.constraint = constraint
        self.slack = slack
        self.rounds = rounds
    }

    /// A mixture of models: one of them, drawn by its weight, answers.
    public struct Mixture: Sendable {
        /// One model of the mixture; without a model the answer is always `constant`.
        struct Part: Sendable {
            let model: ModelArtifact?
            let constant: Bool
            let weight: Double
        }

        let parts: [Part]

        /// Number of models with weight.
        public var count: Int { parts.count }

        /// For each row the probability that the drawn model answers positive.
        public func probabilities(_ frame: Frame) -> [Double] {
            var sums = [Double](repeating: 0, count: frame.rowCount)
            for part in parts {
                let answers = Hypothesis.answers(part.model, constant: part.constant, frame)
                for row in sums.indices where answers[row] { sums[row] += part.weight }
            }
            return sums
        }
    }

    /// Learns a mixture.
    ///
    /// - Parameters:
    ///   - frame: the features.
    ///   - truth: whether each row is positive.
    ///   - grouping: the group of each row.
    ///   - learner: what learns each model; must respect weights.
    ///   - seed: start of the learner's randomness.
    /// - Returns: the mixture.
    /// - Throws: what the learner throws, `ModelingError.unusableData` for rows of one label.
    public func fit(
        _ frame: Frame, truth: [Bool], grouping: Grouping, learner: some Learner, seed: UInt64
    ) throws -> Mixture {
        guard truth.contains(true), truth.contains(false) else {
            throw ModelingError.unusableData("rows of both labels are needed")
        }
        let game = ConstraintGame(truth: truth, grouping: grouping, constraint: constraint)
        let bound = 1 / slack
        var steps = [Double](repeating: 0, count: game.constraintCount)
        var found: [Hypothesis] = []
        for _ in 0..<rounds {
            let grown = steps.map { exp($0) }
            let total = 1 + grown.reduce(0, +)
            let multipliers = grown.map { bound * $0 / total }
            let best = try Hypothesis(game.costs(multipliers), frame, learner, seed: seed, game: game)
            for place in steps.indices { steps[place] += 2 / bound * (best.gaps[place] - slack) }
            found.append(best)
        }
        let weights = MixtureProgram.weights(
            costs: found.map(\.error), loads: game.constraints.map { place in found.map { $0.gaps[place] } },
            limits: [Double](repeating: slack, count: game.constraintCount), penalty: bound)
        let parts = zip(found, weights).filter { $0.1 > 1e-9 }
        return Mixture(parts: parts.map { .init(model: $0.model, constant: $0.constant, weight: $1) })
    }
}

/// One model of the search, with its error and what it adds to each constraint.
struct Hypothesis: Sendable {
    let model: ModelArtifact?
    let constant: Bool
    let error: Double
    let gaps: [Double]

    /// The best answer to costs: what a positive answer to each row costs; below zero it pays.
    init(_ costs: [Double], _ frame: Frame, _ learner: some Learner, seed: UInt64, game: ConstraintGame) throws {
        let pays = costs.map { $0 < 0 }
        if Set(pays).count == 2 {
            let set = try TrainingSet(
                frame: frame, labels: pays.map { $0 ? "1" : "0" }, classes: ["0", "1"],
                weights: costs.map { abs($0) * Double(costs.count) })
            model = try learner.fit(set, seed: seed)
        } else {
            model = nil
        }
        constant = pays.first ?? false
        let answers = Self.answers(model, constant: constant, frame)
        error = game.error(answers)
        gaps = game.gaps(answers)
    }

    static func answers(_ model: ModelArtifact?, constant: Bool, _ frame: Frame) -> [Bool] {
        guard let model else { return [Bool](repeating: constant, count: frame.rowCount) }
        let scores = model.scores(frame)
        return (0..<frame.rowCount).map { scores[$0, 1] > 0.5 }
    }
}

/// The rows as the two players of the search see them: events, groups in them, and their sizes.
struct ConstraintGame: Sendable {
    private let truth: [Bool]
    private let groups: [Int]
    private let groupCount: Int
    /// The event of each row: 0 for all under parity; the row's label under equalized odds.
    private let events: [Int]
    private let eventCount: Int
    private let eventSizes: [Double]
    private let cellSizes: [Double]

    init(truth: [Bool], grouping: Grouping, constraint: ExponentiatedGradient.Constraint) {
        self.truth = truth
        groups = grouping.codes.map(Int.init)
        groupCount = grouping.count
        events = constraint == .equalizedOdds ? truth.map { $0 ? 1 : 0 } : truth.map { _ in 0 }
        eventCount = constraint == .equalizedOdds ? 2 : 1
        var eventSizes = [Double](repeating: 0, count: eventCount)
        var cellSizes = [Double](repeating: 0, count: eventCount * grouping.count)
        for row in truth.indices {
            eventSizes[events[row]] += 1
            cellSizes[events[row] * grouping.count + groups[row]] += 1
        }
        self.eventSizes = eventSizes
        self.cellSizes = cellSizes
    }

    /// For each event and group two constraints: its rate not above the event's, and not below.
    var constraintCount: Int { 2 * cellSizes.count }
    var constraints: Range<Int> { 0..<constraintCount }

    /// What a positive answer to each row adds to the error and, weighted, to the constraints.
    func costs(_ multipliers: [Double]) -> [Double] {
        let cells = cellSizes.indices.map { multipliers[2 * $0] - multipliers[2 * $0 + 1] }
        let eventSums = (0..<eventCount).map { event in
            (0..<groupCount).reduce(0.0) { $0 + cells[event * groupCount + $1] }
        }
        let n = Double(truth.count)
        return truth.indices.map { row in
            let cell = events[row] * groupCount + groups[row]
            return (truth[row] ? -1 : 1) / n + cells[cell] / cellSizes[cell]
                - eventSums[events[row]] / eventSizes[events[row]]
        }
    }

    func error(_ answers: [Bool]) -> Double {
        Double(truth.indices.count { truth[$0] != answers[$0] }) / Double(truth.count)
    }

    /// How far each group's rate lies above the event's, then below, for every event.
    func gaps(_ answers: [Bool]) -> [Double] {
        var cells = [Double](repeating: 0, count: cellSizes.count)
        var totals = [Double](repeating: 0, count: eventCount)
        for row in answers.indices where answers[row] {
            cells[events[row] * groupCount + groups[row]] += 1
            totals[events[row]] += 1
        }
        return cells.indices.flatMap { cell -> [Double] in
            guard cellSizes[cell] > 0 else { return [0, 0] }
            let event = cell / groupCount
            let gap = cells[cell] / cellSizes[cell] - totals[event] / eventSizes[event]
            return [gap, -gap]
        }
    }
}
