import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemLabeling

/// What scripts/reference/agreement.py writes (krippendorff 0.9.0, statsmodels 0.15, irrCAC 0.4.4, scikit-learn 1.9.1).
private struct Golden: Decodable {
    struct Case: Decodable {
        let grid: [[Double?]]
        let alpha: [String: Double]
        let alphaOf: [String: Double]
        let raw: Double
        let ac1: Double
        let fleiss: Double
        let fleissStatsmodels: Double?
        let pairs: [[Double?]]

        enum CodingKeys: String, CodingKey {
            case grid, alpha, raw, ac1, fleiss, pairs
            case alphaOf = "alpha_of"
            case fleissStatsmodels = "fleiss_statsmodels"
        }

        var values: [Double] { Set(grid.flatMap { $0 }.compactMap { $0 }).sorted() }

        func ratings(reversed: Bool = false) throws -> Ratings {
            var votes: [(task: Int32, worker: Int32, label: Int32)] = []
            for (worker, row) in grid.enumerated() {
                for (task, value) in row.enumerated() {
                    guard let value, let label = values.firstIndex(of: value) else { continue }
                    votes.append((Int32(task), Int32(worker), Int32(label)))
                }
            }
            if reversed { votes.reverse() }
            return try Ratings(
                tasks: votes.map(\.task), workers: votes.map(\.worker), labels: votes.map(\.label),
                taskCount: grid[0].count, workerCount: grid.count, labelCount: values.count)
        }
    }

    let cases: [Case]
}

@Suite struct AgreementTests {
    private let bootstrap = Bootstrap(seed: 3, replicates: 200)

    @Test func `coefficients equal krippendorff, statsmodels and irrCAC`() throws {
        let golden: Golden = try fixture("agreement")
        for one in golden.cases {
            for level in MeasurementLevel.allCases {
                let agreement = Agreement(try one.ratings(), level: level, values: one.values, bootstrap: bootstrap)
                let found = agreement.coefficients
                let alpha = try #require(one.alpha[level.rawValue])
                #expect(agree(try #require(found[.krippendorffAlpha]?.value), alpha, to: 1e-11), "\(level)")
                #expect(agree(try #require(found[.rawAgreement]?.value), one.raw, to: 1e-12))
                #expect(agree(try #require(found[.gwetAC1]?.value), one.ac1, to: 1e-11))
                #expect(agree(try #require(found[.fleissKappa]?.value), one.fleiss, to: 1e-11))
                if let same = one.fleissStatsmodels {
                    #expect(agree(try #require(found[.fleissKappa]?.value), same, to: 1e-11))
                }
            }
        }
    }

    @Test func `alpha of one label equals that of the votes turned into yes and no`() throws {
        let golden: Golden = try fixture("agreement")
        for one in golden.cases {
            let agreement = Agreement(try one.ratings(), bootstrap: bootstrap)
            #expect(agreement.labels.count == one.values.count)
            for label in agreement.labels {
                let expected = try #require(one.alphaOf["\(one.values[label.label])"])
                let found = try #require(label.coefficients[.krippendorffAlpha]?.value)
                #expect(agree(found, expected, to: 1e-10))
            }
        }
    }

    @Test func `Cohen's kappa of each pair equals scikit-learn`() throws {
        let golden: Golden = try fixture("agreement")
        for one in golden.cases {
            let pairs = Agreement(try one.ratings(), bootstrap: bootstrap).pairs
            #expect(pairs.count == one.pairs.count)
            for (ours, theirs) in zip(pairs, one.pairs) {
                #expect(ours.workers.map { Double($0) } == [theirs[0], theirs[1]])
                #expect(Double(ours.tasks) == theirs[2])
                #expect(agree(try #require(ours.rawAgreement?.value), try #require(theirs[3]), to: 1e-12))
                if let kappa = theirs[4] {
                    #expect(abs(try #require(ours.cohenKappa?.value) - kappa) < 1e-12)
                } else {
                    #expect(ours.cohenKappa == nil)
                }
            }
        }
    }

    @Test func `the order of votes and the number of threads change nothing, not even the draws`() throws {
        let golden: Golden = try fixture("agreement")
        for one in golden.cases {
            let first = Agreement(
                try one.ratings(), level: .ordinal, values: one.values, bootstrap: bootstrap, threads: 1)
            let second = Agreement(
                try one.ratings(reversed: true), level: .ordinal, values: one.values, bootstrap: bootstrap, threads: 7)
            #expect(first == second)
        }
    }

    @Test func `intervals cover the agreement of the population about as often as they say`() throws {
        // Two workers who agree with probability 0.8 on each of 60 tasks.
        var covered = 0
        for seed in 0..<200 {
            var random = SplitMix64(seed: UInt64(seed))
            var labels: [Int32] = []
            for _ in 0..<60 {
                let first = Int32(random.below(2))
                labels += [first, random.uniform() < 0.8 ? first : 1 - first]
            }
            let ratings = try Ratings(
                tasks: (0..<120).map { Int32($0 / 2) }, workers: (0..<120).map { Int32($0 % 2) }, labels: labels,
                taskCount: 60, workerCount: 2, labelCount: 2)
            let raw = try #require(Agreement(ratings, bootstrap: bootstrap).coefficients[.rawAgreement])
            if raw.lower <= 0.8 && 0.8 <= raw.upper { covered += 1 }
        }
        #expect(covered > 175 && covered < 200)
    }

    @Test func `drawing cells by chains of binomials gives the interval of drawing tasks one by one`() throws {
        var random = SplitMix64(seed: 5)
        func ratings(tasks: Int, votes: Int) throws -> Ratings {
            let count = tasks * votes
            return try Ratings(
                tasks: (0..<count).map { Int32($0 / votes) }, workers: (0..<count).map { Int32($0 % votes) },
                labels: (0..<count).map { _ in random.uniform() < 0.3 ? 1 : 0 }, taskCount: tasks, workerCount: votes,
                labelCount: 2)
        }
        let many = try ratings(tasks: 2_000, votes: 2)
        let patterns = LabelPatterns(many)
        #expect(patterns.times.count * 10 < patterns.taskCount)
        let interval = try #require(
            Agreement(many, bootstrap: Bootstrap(seed: 1, replicates: 1_000)).coefficients[.rawAgreement])
        // The binomial's own spread: 1.96 × √(p (1 − p) / 2000).
        let p = interval.value
        let reach = 1.96 * (p * (1 - p) / 2_000).squareRoot()
        #expect(abs((interval.upper - interval.lower) / 2 - reach) < reach / 8)
    }

    @Test func `a later vote of the same worker replaces the earlier one and nobody pairs with themselves`() throws {
        let ratings = try Ratings(
            tasks: [0, 0, 0], workers: [0, 0, 1], labels: [1, 0, 0], taskCount: 1, workerCount: 2, labelCount: 2)
        let agreement = Agreement(ratings, bootstrap: bootstrap)
        #expect(ratings.voteCount == 2 && agreement.coefficients[.rawAgreement]?.value == 1)
    }

    @Test func `nothing is claimed without pairs, with one label, or without votes`() throws {
        let lonely = try Ratings(
            tasks: [0, 1], workers: [0, 0], labels: [0, 1], taskCount: 2, workerCount: 1, labelCount: 2)
        #expect(Agreement(lonely, bootstrap: bootstrap).coefficients.isEmpty)
        let same = try Ratings(
            tasks: [0, 0], workers: [0, 1], labels: [0, 0], taskCount: 1, workerCount: 2, labelCount: 1)
        let agreement = Agreement(same, bootstrap: bootstrap)
        #expect(Set(agreement.coefficients.keys) == [.rawAgreement] && agreement.pairs[0].cohenKappa == nil)
        let none = try Ratings(tasks: [], workers: [], labels: [], taskCount: 0, workerCount: 0, labelCount: 0)
        #expect(Agreement(none, bootstrap: bootstrap).coefficients.isEmpty)
        #expect(throws: LabelingError.labelOutOfRange(2, labelCount: 2)) {
            try Ratings(tasks: [0], workers: [0], labels: [2], taskCount: 1, workerCount: 1, labelCount: 2)
        }
    }

    @Test func `patterns of the platform and tables of votes come to the same alpha`() throws {
        let votes = [("a", "x", 0), ("a", "y", 0), ("b", "x", 1), ("b", "y", 0), ("c", "x", 1), ("c", "y", 1)]
        let table = try VoteTable(votes.map { Vote(item: $0.0, worker: $0.1, label: $0.2) }, labelCount: 2)
        let alpha = try #require(KrippendorffAlpha.nominal(table))
        let patterns: [[Int32: Int]] = [[7: 2], [7: 1, 9: 1], [9: 2]]
        let cells = LabelPatterns(patterns: patterns, times: [1, 1, 1])
        #expect(KrippendorffAlpha.nominal(cells) == alpha)
        #expect(
            KrippendorffAlpha.nominal(cells, times: [0, 2, 0])
                == KrippendorffAlpha.nominal(
                    LabelPatterns(patterns: [patterns[1]], times: [2])))
    }

    @Test func `packed counters and tables give one and the same counts`() {
        var random = SplitMix64(seed: 6)
        for labels in [1, 2, 8] {
            for tasks in [1, 2, 17, 255] {
                let cells = (0..<tasks).map { _ in (random.below(labels), random.below(labels)) }
                let packed = PackedPair(cells).all
                let table = PairTable(cells, labels: labels).all
                #expect(packed.same == table.same && packed.chance == table.chance)
            }
        }
        // Draws of one task again and again are that task.
        var lone = PackedPair([(1, 1)])
        #expect(lone.draw(&random).same == 1 && PairCounts(same: 1, chance: 1).kappa(of: 1) == nil)
    }

    @Test func `packed and plain draws spread alike`() {
        var random = SplitMix64(seed: 12)
        let cells = (0..<40).map { (place: Int) -> (Int, Int) in (place % 3, place * 7 % 5 % 3) }
        var packed = PackedPair(cells)
        var table = PairTable(cells, labels: 3)
        func moments(_ draw: () -> PairCounts) -> (Double, Double) {
            let values = (0..<4_000).compactMap { _ in draw().kappa(of: 40) }
            let mean = values.reduce(0, +) / Double(values.count)
            return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot())
        }
        let first = moments { packed.draw(&random) }
        let second = moments { table.draw(&random) }
        #expect(abs(first.0 - second.0) < 0.012 && abs(first.1 - second.1) < 0.01)
    }
}
