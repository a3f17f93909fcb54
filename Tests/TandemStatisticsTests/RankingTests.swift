import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct RankingTests {
    let golden: GoldenMetrics

    init() throws { golden = try fixture("metrics") }

    func table(_ weights: [Double]? = nil) throws -> ThresholdTable {
        let given = golden.binary
        return ThresholdTable(
            order: try RankOrder(given.score), scores: given.score, positive: given.positive, weights: weights)
    }

    @Test(arguments: [10, 3_000]) func `an order falls, keeps ties in the order of rows, and knows both zeros as one`(
        n: Int
    ) throws {
        var random = SplitMix64(seed: UInt64(n))
        var scores = (0..<n).map { _ in (random.normal() * 3).rounded() * (random.below(2) == 0 ? 1e-9 : 1e5) }
        scores[0] = -0.0
        scores[1] = 0
        scores[2] = .infinity
        scores[3] = -.infinity
        let order = try RankOrder(scores)
        #expect(order.rows.map(Int.init) == scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) })
        #expect(order.groupCount == Set(scores).count)
        #expect(throws: StatisticsError.invalidValue(at: 1)) { try RankOrder([0, .nan]) }
        #expect(try RankOrder([]).groupCount == 0)
    }

    @Test func `the ROC curve agrees with scikit-learn`() throws {
        let table = try table(golden.binary.weights)
        #expect(golden.binary.roc.count > 50)
        for point in golden.binary.roc {
            let found = table.atLeast(point[2])
            #expect(agree(found.n / table.allNegatives, point[0], to: 1e-12))
            #expect(agree(found.p / table.allPositives, point[1], to: 1e-12))
        }
        // The corners alone span the same area.
        var area = 0.0
        var last = (x: 0.0, y: 0.0)
        for place in table.places(limit: .max) {
            let next = (x: table.negatives[place] / table.allNegatives, y: table.positives[place] / table.allPositives)
            area += (next.x - last.x) * (next.y + last.y) / 2
            last = next
        }
        #expect(agree(area, try #require(golden.binary.weighted["roc_auc"]), to: 1e-12))
        #expect(table.places(limit: 10).count == 10)
    }

    @Test func `gain and lift share tied rows evenly`() throws {
        let scores = [0.9, 0.5, 0.5, 0.5, 0.5, 0.1]
        let positive = [true, true, false, false, true, false]
        let table = ThresholdTable(order: try RankOrder(scores), scores: scores, positive: positive)
        #expect(agree(try #require(table.gain(at: 1.0 / 6)), 1.0 / 3, to: 1e-12))
        #expect(agree(try #require(table.gain(at: 0.5)), (1 + 2 * 0.5) / 3, to: 1e-12))
        #expect(agree(try #require(table.lift(at: 0.5)), 4.0 / 3, to: 1e-12))
        #expect(table.gain(at: 1) == 1 && table.gain(at: 0) == 0 && table.gain(at: 2) == nil)
    }

    @Test func `DeLong's areas and covariance agree with the definition pair by pair`() throws {
        let expected = golden.delong
        let orders = try [RankOrder(golden.binary.score), RankOrder(expected.second)]
        let found = try #require(DeLong(orders: orders, positive: golden.binary.positive))
        for (ours, theirs) in zip(found.areas, expected.areas) { #expect(agree(ours, theirs, to: 1e-12)) }
        for (ours, theirs) in zip(found.covariance.values, expected.covariance) {
            #expect(agree(ours, theirs, to: 1e-9))
        }
        let difference = try #require(found.difference())
        #expect(agree(difference.z, expected.z, to: 1e-9) && agree(difference.pValue, expected.p, to: 1e-9))
        #expect(DeLong(orders: orders, positive: [Bool](repeating: true, count: 300)) == nil)
        let twice = try #require(DeLong(orders: [orders[0], orders[0]], positive: golden.binary.positive))
        #expect(twice.difference() == nil)
    }

    @Test func `DeLong's interval covers the true area as often as it says`() throws {
        var random = SplitMix64(seed: 8)
        var covered = 0
        // Normal scores a distance of 1 apart: the area is Φ(1/√2).
        let truth = NormalDistribution.lowerTail(0.5.squareRoot())
        for _ in 0..<400 {
            let positive = (0..<200).map { $0 % 3 == 0 }
            let scores = positive.map { random.normal() + ($0 ? 1 : 0) }
            let found = try #require(DeLong(orders: [RankOrder(scores)], positive: positive)?.interval())
            if found.lower <= truth, truth <= found.upper { covered += 1 }
        }
        // 95 % of 400 is 380, with a standard error of 4.4.
        #expect(covered > 362 && covered < 396)
    }

    @Test(arguments: [nil, 0.6, 2] as [Double?]) func `the cheapest point is that of trying all`(review: Double?) throws
    {
        let table = try table(golden.binary.weights)
        let costs = OperatingCosts(
            falsePositive: 5, falseNegative: 11, truePositive: -1, trueNegative: 0.1, review: review,
            reviewerAccuracy: 0.93)
        let point = try #require(
            OperatingPoint.cheapest(on: table, costs: costs, withReview: review != nil))
        let ours = try #require(point.outcome(on: table, costs: costs))
        var best = Double.infinity
        let cuts = [Double.infinity] + table.thresholds + [-.infinity]
        for (place, high) in cuts.enumerated() {
            for low in review == nil ? [high] : Array(cuts[place...]) {
                let cost = OperatingPoint(low: low, high: high).outcome(on: table, costs: costs)?.cost ?? .infinity
                best = min(best, cost)
            }
        }
        #expect(agree(ours.cost, best, to: 1e-10))
        #expect(agree(ours.autoPositive + ours.autoNegative + ours.review, 1, to: 1e-12))
        #expect(review == nil ? ours.review == 0 : review == 0.6 ? ours.review > 0.05 : true)
    }

    @Test func `a review that costs more than any error is never asked for`() throws {
        let costs = OperatingCosts(falsePositive: 1, falseNegative: 1, review: 3)
        let point = try #require(OperatingPoint.cheapest(on: try table(), costs: costs, withReview: true))
        #expect(point.low == point.high)
        let free = OperatingCosts(falsePositive: 1, falseNegative: 1, review: 0)
        let all = try #require(OperatingPoint.cheapest(on: try table(), costs: free, withReview: true))
        #expect(all.outcome(on: try table(), costs: free)?.cost == 0)
    }
}
