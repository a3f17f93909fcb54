import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct EvaluationTests {
    let golden: GoldenMetrics

    init() throws { golden = try fixture("metrics") }

    func binary() throws -> BinaryEvaluation {
        try BinaryEvaluation(
            positive: golden.binary.positive, decided: golden.binary.score.map { $0 >= 0.5 },
            scores: golden.binary.score)
    }

    func classes() throws -> ClassEvaluation {
        var options = ClassEvaluation.Options()
        options.isOrdinal = true
        let values = golden.classes.probabilities
        return try ClassEvaluation(
            truth: golden.classes.truth, predicted: nil,
            probabilities: Matrix(rows: values.count / 4, columns: 4, values: values), classCount: 4, options: options)
    }

    func regression(_ count: Int = 121) throws -> RegressionEvaluation {
        var options = RegressionEvaluation.Options()
        options.alpha = 0.3
        return try RegressionEvaluation(
            truth: Array(golden.regression.truth.prefix(count)),
            predicted: Array(golden.regression.predicted.prefix(count)), options: options)
    }

    @Test func `binary metrics agree with scikit-learn to 1e-12, with weights and without`() throws {
        let evaluation = try binary()
        #expect(disagreements(evaluation.scores, golden.binary.plain) == [])
        #expect(disagreements(evaluation.scores(weights: golden.binary.weights), golden.binary.weighted) == [])
    }

    @Test func `scores that are no probabilities are judged as margins`() throws {
        let evaluation = try BinaryEvaluation(
            positive: golden.binary.positive, decided: golden.binary.margin.map { $0 >= 0 },
            scores: golden.binary.margin)
        #expect(disagreements(evaluation.scores, golden.binary.marginPlain) == [])
        let logLoss = try #require(evaluation.scores.all.first { $0.name == "log_loss" })
        #expect(logLoss.value == nil && logLoss.reason == "scores are not probabilities")
    }

    @Test func `metrics of many classes agree with scikit-learn to 1e-12, with weights and without`() throws {
        let evaluation = try classes()
        #expect(disagreements(evaluation.scores, golden.classes.plain) == [])
        #expect(disagreements(evaluation.scores(weights: golden.classes.weights), golden.classes.weighted) == [])
    }

    @Test func `regression metrics agree with scikit-learn to 1e-12, with weights and without`() throws {
        let evaluation = try regression()
        #expect(disagreements(evaluation.scores, golden.regression.plain) == [])
        #expect(disagreements(evaluation.scores(weights: golden.regression.weights), golden.regression.weighted) == [])
        #expect(disagreements(try regression(120).scores, golden.regression.even) == [])
        for (power, expected) in [(-0.5, golden.regression.negative), (3, golden.regression.inverse)] {
            var options = RegressionEvaluation.Options()
            options.power = power
            let scores = try RegressionEvaluation(
                truth: golden.regression.truth, predicted: golden.regression.predicted, options: options
            ).scores
            #expect(agree(try #require(scores["mean_tweedie_deviance"]), expected, to: 1e-12))
        }
    }

    @Test func `gains of rankings with ties agree with scikit-learn`() throws {
        let given = golden.ranking
        let scores = try RankingEvaluation(
            relevance: given.relevance, scores: given.score, queries: given.queries, k: 4
        ).scores
        #expect(
            disagreements(
                scores,
                [
                    "dcg": given.dcg, "dcg_at_k": given.dcgAtK, "ndcg": given.ndcg, "ndcg_at_k": given.ndcgAtK,
                ]) == [])
    }

    @Test func `the order of rows changes nothing beyond rounding`() throws {
        var random = SplitMix64(seed: 3)
        let order = random.permutation(300)
        let shuffled = try BinaryEvaluation(
            positive: order.map { golden.binary.positive[$0] }, decided: order.map { golden.binary.score[$0] >= 0.5 },
            scores: order.map { golden.binary.score[$0] })
        let weights = order.map { golden.binary.weights[$0] }
        #expect(disagreements(shuffled.scores(weights: weights), golden.binary.weighted) == [])
    }

    @Test func `a weight of two is a row twice, and of zero none`() throws {
        let rows = golden.regression.truth.indices.flatMap { row in
            [Int](repeating: row, count: Int(golden.regression.weights[row]))
        }
        let repeated = try RegressionEvaluation(
            truth: rows.map { golden.regression.truth[$0] }, predicted: rows.map { golden.regression.predicted[$0] })
        let plain = try RegressionEvaluation(truth: golden.regression.truth, predicted: golden.regression.predicted)
        let expected = plain.scores(weights: golden.regression.weights)
        for score in repeated.scores.all {
            #expect(agree(try #require(score.value), try #require(expected[score.name]), to: 1e-11), "\(score.name)")
        }
    }

    @Test func `what is undefined says why`() throws {
        let oneClass = try BinaryEvaluation(positive: [true, true], decided: [false, false], scores: [0.5, 0.5])
        func reason(_ name: String) -> String? { oneClass.scores.all.first { $0.name == name }?.reason }
        #expect(reason("roc_auc") == "all rows have one true class")
        #expect(reason("precision") == "no row was predicted positive")
        #expect(reason("specificity") == "no row is negative")
        #expect(reason("d2_log_loss_score") == "all rows have one true class")
        #expect(oneClass.scores["recall"] == 0 && oneClass.scores["average_precision"] == 1)
        let nothing = oneClass.scores(weights: [0, 0])
        #expect(nothing.all.allSatisfy { $0.value == nil && $0.reason != nil })
        let empty = try BinaryEvaluation(positive: [], decided: [], scores: []).scores
        #expect(!empty.all.isEmpty && empty.all.allSatisfy { $0.value == nil })
        let negative = try RegressionEvaluation(truth: [-2, 1], predicted: [1, 1]).scores
        #expect(negative["mean_squared_log_error"] == nil && negative["mean_poisson_deviance"] == nil)
        #expect(try RegressionEvaluation(truth: [1], predicted: [1]).scores["r2"] == nil)
        #expect(try RegressionEvaluation(truth: [2, 2], predicted: [2, 2]).scores["r2"] == 1)
        #expect(try RegressionEvaluation(truth: [2, 2], predicted: [2, 3]).scores["r2"] == 0)
    }

    @Test func `a class without rows leaves one-vs-rest undefined`() throws {
        let evaluation = try ClassEvaluation(
            truth: [0, 1], predicted: nil, probabilities: Matrix([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]]), classCount: 3)
        let area = try #require(evaluation.scores.all.first { $0.name == "roc_auc_ovr" })
        #expect(area.value == nil && area.reason == "1 of 3 classes have no true row")
        #expect(evaluation.scores["accuracy"] == 1)
    }

    @Test func `losses and scores are told apart`() {
        for name in ["log_loss", "max_error", "mean_gamma_deviance", "false_positive_rate", "hamming_loss"] {
            #expect(MetricScores.isLoss(name), "\(name)")
        }
        for name in ["r2", "d2_absolute_error_score", "d2_log_loss_score", "roc_auc", "accuracy", "recall"] {
            #expect(!MetricScores.isLoss(name), "\(name)")
        }
    }
}
