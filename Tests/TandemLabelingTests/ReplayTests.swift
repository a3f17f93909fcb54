import Foundation
import TandemNumerics
import TandemTabular
import Testing

@testable import TandemLabeling

@Suite struct ReplayTests {
    /// Two classes on a line through noise: x decides, z does not.
    private static func data(rows: Int = 300) throws -> ReplayData {
        var random = SplitMix64(seed: 8)
        var features = SparseMatrix(columns: 2)
        var labels: [Int] = []
        for _ in 0..<rows {
            var row = SparseRow()
            let x = random.normal()
            row.append(0, x)
            row.append(1, random.normal())
            features.append(row)
            labels.append(x + 0.1 * random.normal() > 0 ? 1 : 0)
        }
        return try ReplayData(
            features: features, labels: labels, classes: ["no", "yes"], pool: Array(0..<200), test: Array(200..<rows))
    }

    @Test func `every strategy pays for the same labels and meets the same start`() throws {
        var plan = ReplayPlan()
        (plan.batch, plan.rounds, plan.repetitions, plan.annotatorAccuracy) = (5, 4, 2, 0.8)
        let replay = try Replay(Self.data(), plan: plan)
        let curves = try replay.curves(QueryStrategies.all, threads: 2)
        for curve in curves.flatMap({ $0 }) { #expect(curve.labels == [2, 7, 12, 17, 22]) }
        for repetition in 0..<2 { #expect(Set(curves.map { $0[repetition].scores[0] }).count == 1) }
        #expect(curves == (try replay.curves(QueryStrategies.all, threads: 1)))
    }

    @Test func `a replay ends when nobody is left to ask`() throws {
        var plan = ReplayPlan()
        (plan.batch, plan.rounds, plan.repetitions, plan.annotators) = (150, 9, 1, 2)
        let replay = try Replay(Self.data(), plan: plan)
        #expect(try replay.curve(RandomQuery(), repetition: 0).labels == [2, 152, 200])
        let again = try replay.curve(ActiveLabQuery(), repetition: 0)
        #expect(again.labels.last == 400 && again.relabels == 200)
    }

    @Test func `simulated annotators err as often as told, and the same person says the same again`() {
        let annotators = SimulatedAnnotators(count: 5, accuracy: 0.8, classes: 4, seed: 3)
        var right = 0
        for row in 0..<20_000 {
            let vote = annotators.vote(1, row: row, truth: row % 4)
            if vote?.label == row % 4 { right += 1 }
            #expect(vote.map { $0 == annotators.vote(1, row: row, truth: row % 4) ?? (-1, -1) } == true)
        }
        #expect(abs(Double(right) / 20_000 - 0.8) < 0.012)
        #expect(annotators.vote(5, row: 1, truth: 0) == nil)
        #expect(Set((0..<5).compactMap { annotators.vote($0, row: 9, truth: 0)?.worker }) == Set(0..<5))
    }

    @Test func `labeling stops when three models in a row say the same, not before`() {
        var rule = StabilizingPredictions()
        for flip in [10, 10, 0, 0, 0] {
            #expect(!rule.shouldStop)
            rule.add((0..<100).map { $0 < 50 + flip ? 0 : 1 })
        }
        #expect(!rule.shouldStop)
        rule.add((0..<100).map { $0 < 50 ? 0 : 1 })
        #expect(rule.shouldStop)
        #expect(
            StabilizingPredictions.kappa([0, 0], [0, 0]) == 1 && StabilizingPredictions.kappa([0, 1], [1, 0]) == -1)
    }

    @Test func `a median's interval holds the median as often as it says`() {
        #expect(MedianInterval([3, 1, 2]).lower == 1 && MedianInterval([3, 1, 2]).confidence == 0.75)
        let ten = MedianInterval((1...10).map(Double.init))
        #expect(ten.lower == 2 && ten.upper == 9 && abs(ten.confidence - 0.978515625) < 1e-12)
        #expect(MedianInterval([1, .infinity, .infinity]).value == .infinity)
        #expect(MedianInterval([5]).lower == 5)
    }

    @Test func `data that cannot be replayed is refused`() throws {
        let one = SparseMatrix(columns: 1).rows(at: [])
        #expect(throws: QueryError.self) {
            try ReplayData(features: one, labels: [], classes: ["a", "b"], pool: [], test: [])
        }
        let data = try Self.data()
        #expect(throws: QueryError.self) {
            try ReplayData(
                features: data.features, labels: data.labels, classes: data.classes, pool: [0, 1, 2], test: [2])
        }
        var plan = ReplayPlan()
        plan.annotatorAccuracy = 0
        #expect(throws: QueryError.self) { try Replay(data, plan: plan) }
    }
}
