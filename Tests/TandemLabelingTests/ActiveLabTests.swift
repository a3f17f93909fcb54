import TandemNumerics
import TandemTabular
import Testing

@testable import TandemLabeling

/// Values of scripts/reference/activelearning.py.
struct ActiveLearningFixture: Decodable {
    struct Case: Decodable {
        let name: String
        let classes: Int
        let rows: Int
        let workers: Int
        let models: [[[Double]]]
        let items: [Int32]
        let voters: [Int32]
        let labels: [Int32]
        let scores: [Double]

        var pool: QueryPool {
            get throws {
                try QueryPool(
                    rows: rows, models: models.map { Matrix($0) },
                    votes: labels.isEmpty
                        ? nil : PoolVotes(rows: rows, workers: workers, items: items, voters: voters, labels: labels))
            }
        }
    }
    struct Committee: Decodable {
        let models: [[[Double]]]
        let voteEntropy: [Double]
        let divergence: [Double]
    }
    struct KCenter: Decodable {
        let points: [[Double]]
        let labeled: [Int32]
        let chosen: [Int]
        let distances: [Double]
    }
    let activeLab: [Case]
    let committee: Committee
    let kCenter: KCenter
}

@Suite struct ActiveLabTests {
    private let golden: [ActiveLearningFixture.Case]

    init() throws { golden = try fixture("activelearning", as: ActiveLearningFixture.self).activeLab }

    @Test func `scores equal cleanlab's, labeled and unlabeled, one model and several`() throws {
        #expect(golden.count == 10)
        for example in golden {
            let scores = ActiveLab.scores(try example.pool)
            let worst = zip(scores, example.scores).map { abs($0 - $1) }.max() ?? 1
            #expect(scores.count == example.scores.count && worst < 1e-9, "\(example.name): off by \(worst)")
        }
    }

    @Test func `renaming workers and reordering votes changes nothing`() throws {
        let example = golden[0]
        let last = Int32(example.workers - 1)
        let turned = try PoolVotes(
            rows: example.rows, workers: example.workers, items: example.items.reversed(),
            voters: example.voters.reversed().map { last - $0 }, labels: example.labels.reversed())
        let pool = try QueryPool(rows: example.rows, models: example.models.map { Matrix($0) }, votes: turned)
        for (one, other) in zip(ActiveLab.scores(pool), example.scores) { #expect(abs(one - other) < 1e-9) }
    }

    @Test func `an item whose annotators disagree is asked about again before a clear new one`() throws {
        let models = Matrix([[0.6, 0.4], [0.9, 0.1], [0.95, 0.05], [0.1, 0.9], [0.97, 0.03]])
        let votes = try PoolVotes(
            rows: 5, workers: 2, items: [0, 0, 1, 1, 2, 2, 3, 3], voters: [0, 1, 0, 1, 0, 1, 0, 1],
            labels: [0, 1, 0, 0, 0, 0, 1, 1])
        let chosen = try ActiveLabQuery().choose(
            from: QueryPool(rows: 5, models: [models], votes: votes), count: 1, seed: 1)
        #expect(chosen.map(\.row) == [0] && chosen.first?.reason == .relabel)
    }

    @Test func `one class, one worker and agreement beyond doubt give finite scores`() throws {
        let certain = Matrix([[1, 0], [1, 0], [1, 0]])
        for (items, voters) in [([0, 0, 1], [0, 1, 0]), ([0], [0]), ([0, 1, 2], [0, 0, 0])] as [([Int32], [Int32])] {
            let votes = try PoolVotes(
                rows: 3, workers: 2, items: items, voters: voters, labels: items.map { _ in 0 })
            let scores = ActiveLab.scores(try QueryPool(rows: 3, models: [certain], votes: votes))
            #expect(scores.count == 3 && scores.allSatisfy { $0 > 0 && $0 <= 1 }, "\(scores)")
        }
    }
}
