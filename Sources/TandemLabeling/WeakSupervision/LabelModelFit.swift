import Foundation

/// Learns a label model from vote patterns: a few rounds of expectation and maximization that start from the majority.
///
/// Three restraints keep it from chasing the likelihood of a model that is only roughly true; the replays in
/// docs/performance.md show what each is worth. Chances are drawn toward those of a function that errs evenly. An
/// abstention weighs ½ while functions vote little, 1 from three votes a task on, and nothing in the last round. And
/// rounds are few: the more votes a task has, the further they can carry away from the majority.
struct LabelModelFit {
    /// Tasks' worth of votes that draw each class's chances toward a function that errs evenly.
    private static let evenErrors = 20.0
    /// Votes' worth of belief that a function is right `usualAccuracy` of the time.
    private static let accuracyVotes = 10.0
    private static let usualAccuracy = 0.7
    /// Tasks' worth of belief that every label is as frequent as any other.
    private static let balanceTasks = 2.0
    /// Functions whose outcomes correlate more than this share a vote in the first majority.
    static let alike = 0.6
    /// Functions whose votes correlate more than this around the truth share a vote.
    private static let dependent = 0.3
    private static let leastChance = 1e-6
    private static let mostRounds = 12

    private let patterns: VotePatterns
    private let givenBalance: [Double]?
    private let labels: Int
    private let functions: Int

    private(set) var balance: [Double]
    private(set) var chances: [Double]
    private(set) var correlations: FunctionCorrelations
    /// For each pattern the probability of each label.
    private(set) var posterior: [Double]
    /// For each function its estimated accuracy where it votes.
    private(set) var accuracies: [Double]
    /// Rounds made.
    let rounds: Int

    /// Learns from patterns; `density` is the mean number of votes on a task that has one.
    init(_ patterns: VotePatterns, density: Double, balance: [Double]?) {
        self.patterns = patterns
        givenBalance = balance
        labels = patterns.labelCount
        functions = patterns.functionCount
        rounds = min(Self.mostRounds, max(1, Int((2 * (density - 1)).rounded(.up))))
        correlations = patterns.likeness(threshold: Self.alike)
        self.balance = balance ?? [Double](repeating: 1 / Double(labels), count: labels)
        chances = [Double](repeating: 0, count: functions * (labels + 1) * labels)
        accuracies = [Double](repeating: Self.usualAccuracy, count: functions)
        posterior = []
        posterior = majority()
        let silence = min(1, max(0.5, (density - 1) / 2))
        // A correlation of functions that know nothing of each other is about 1 / √n.
        let threshold = max(Self.dependent, 3 / Double(max(1, patterns.taskCount)).squareRoot())
        for round in 1...rounds {
            maximize()
            correlations = ResidualCorrelation(patterns, self).correlations(threshold: threshold)
            expect(silence: round == rounds ? 0 : silence)
        }
    }

    /// The chance of an outcome, a label or `labels` for the abstention, where `truth` is the true label.
    func chance(_ function: Int, _ outcome: Int, _ truth: Int) -> Double {
        chances[(function * (labels + 1) + outcome) * labels + truth]
    }

    /// Shares of the votes, functions that vote alike counted once.
    private func majority() -> [Double] {
        let weights = correlations.weights
        var shares = [Double](repeating: 0, count: patterns.count * labels)
        for pattern in 0..<patterns.count {
            var total = 0.0
            for vote in patterns.offsets[pattern]..<patterns.offsets[pattern + 1] {
                let weight = weights[Int(patterns.functions[vote])]
                shares[pattern * labels + Int(patterns.labels[vote])] += weight
                total += weight
            }
            for label in 0..<labels { shares[pattern * labels + label] /= total }
        }
        return shares
    }

    // MARK: Maximization

    private mutating func maximize() {
        var tasks = [Double](repeating: 0, count: labels)
        var votes = [Double](repeating: 0, count: functions * (labels + 1) * labels)
        for pattern in 0..<patterns.count {
            let weight = patterns.counts[pattern]
            for label in 0..<labels { tasks[label] += weight * posterior[pattern * labels + label] }
            for vote in patterns.offsets[pattern]..<patterns.offsets[pattern + 1] {
                let base = (Int(patterns.functions[vote]) * (labels + 1) + Int(patterns.labels[vote])) * labels
                for label in 0..<labels { votes[base + label] += weight * posterior[pattern * labels + label] }
            }
        }
        let total = tasks.reduce(0, +)
        balance =
            givenBalance
            ?? tasks.map { ($0 + Self.balanceTasks) / (total + Self.balanceTasks * Double(labels)) }
        for function in 0..<functions { maximize(function, tasks, &votes) }
    }

    private mutating func maximize(_ function: Int, _ tasks: [Double], _ votes: inout [Double]) {
        let first = function * (labels + 1) * labels
        var right = Self.accuracyVotes * Self.usualAccuracy
        var all = Self.accuracyVotes
        var outcomes = [Double](repeating: 0, count: labels + 1)
        for vote in 0..<labels {
            for truth in 0..<labels { outcomes[vote] += votes[first + vote * labels + truth] }
            right += votes[first + vote * labels + vote]
            all += outcomes[vote]
        }
        accuracies[function] = right / all
        let total = max(tasks.reduce(0, +), 1e-12)
        for truth in 0..<labels {
            var silent = tasks[truth]
            for vote in 0..<labels { silent -= votes[first + vote * labels + truth] }
            votes[first + labels * labels + truth] = max(0, silent)
        }
        outcomes[labels] = max(0, total - outcomes.reduce(0, +))
        for truth in 0..<labels {
            let even = evenErrors(outcomes.map { $0 / total }, accuracy: accuracies[function], truth: truth)
            for outcome in 0...labels {
                let seen = votes[first + outcome * labels + truth]
                let chance = (seen + Self.evenErrors * even[outcome]) / (tasks[truth] + Self.evenErrors)
                chances[first + outcome * labels + truth] = max(chance, Self.leastChance)
            }
        }
    }

    /// The chances of a function with these outcomes that is right with `accuracy` and errs evenly.
    private func evenErrors(_ outcomes: [Double], accuracy: Double, truth: Int) -> [Double] {
        var chances = outcomes
        let scale = Double(labels)
        for vote in 0..<labels {
            chances[vote] *= vote == truth ? accuracy * scale : (1 - accuracy) * scale / (scale - 1)
        }
        let total = max(chances.reduce(0, +), 1e-12)
        return chances.map { $0 / total }
    }

    // MARK: Expectation

    /// Works out the posterior; an abstention weighs `silence`.
    private mutating func expect(silence: Double) {
        let weights = correlations.weights
        var start = balance.map { log(max($0, 1e-300)) }
        var moves = chances.map { log($0) }
        for function in 0..<functions {
            let first = function * (labels + 1) * labels
            for truth in 0..<labels {
                let quiet = silence * moves[first + labels * labels + truth]
                start[truth] += weights[function] * quiet
                for vote in 0..<labels {
                    moves[first + vote * labels + truth] =
                        weights[function] * (moves[first + vote * labels + truth] - quiet)
                }
            }
        }
        var scores = start
        for pattern in 0..<patterns.count {
            for label in 0..<labels { scores[label] = start[label] }
            for vote in patterns.offsets[pattern]..<patterns.offsets[pattern + 1] {
                let base = (Int(patterns.functions[vote]) * (labels + 1) + Int(patterns.labels[vote])) * labels
                for label in 0..<labels { scores[label] += moves[base + label] }
            }
            var top = -Double.infinity
            for score in scores { top = max(top, score) }
            var total = 0.0
            for label in 0..<labels {
                scores[label] = exp(scores[label] - top)
                total += scores[label]
            }
            for label in 0..<labels { posterior[pattern * labels + label] = scores[label] / total }
        }
    }
}
