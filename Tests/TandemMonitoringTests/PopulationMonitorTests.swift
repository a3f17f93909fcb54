import TandemNumerics
import Testing

@testable import TandemMonitoring

@Suite struct PopulationMonitorTests {
    @Test func `the stability index agrees with the formula written out in Python`() throws {
        let golden: MonitoringGolden = try fixture("monitoring")
        #expect(golden.stability.count == 3)
        for one in golden.stability {
            let ours = try #require(PopulationStability.index(reference: one.reference, live: one.live))
            #expect(agree(ours, one.index, to: 1e-12))
        }
        #expect(PopulationStability.index(reference: [1], live: [1, 2]) == nil)
        #expect(PopulationStability.index(reference: [0, 0], live: [1, 2]) == nil)
    }

    @Test func `edges cut a sample into equal groups and merge equal ones`() {
        let edges = PopulationStability.edges(of: (0..<100).map(Double.init), bins: 4)
        #expect(edges == [25, 50, 75])
        #expect([-1.0, 25, 74.9, 75, 1_000].map { PopulationStability.bin($0, edges: edges) } == [0, 1, 2, 3, 3])
        #expect(PopulationStability.edges(of: [1, 1, 1, 1, 2], bins: 4) == [])
        #expect(PopulationStability.edges(of: [], bins: 4) == [])
    }

    @Test func `conformal p-values are uniform whatever the ties`() throws {
        for coarse in [1.0, 0.01] {
            var random = SplitMix64(seed: 21)
            func draw() -> Double { (random.normal() / coarse).rounded() }
            let reference = (0..<200).map { _ in draw() }
            var monitor = try #require(PopulationMonitor(reference: reference, settings: .init(seed: 3)))
            var counts = [Double](repeating: 0, count: 20)
            for _ in 0..<10_000 {
                monitor.observations += 1
                counts[min(19, Int(monitor.pValue(of: draw()) * 20))] += 1
            }
            let statistic = counts.reduce(0) { $0 + ($1 - 500) * ($1 - 500) / 500 }
            #expect(ChiSquareDistribution(degrees: 19).upperTail(statistic) > 1e-3)
        }
    }

    @Test(arguments: PopulationMonitor.Direction.allCases)
    func `on an unchanged population at most alpha of the monitors ever gather the evidence`(
        direction: PopulationMonitor.Direction
    ) throws {
        let runs = 1_000
        let settings = PopulationMonitor.Settings(falseAlarm: 0.05, direction: direction, seed: 4)
        var evident = 0
        var fired = 0
        for run in 0..<runs {
            var random = SplitMix64(seed: 22).split(UInt64(run))
            // A coarse score with ties, as discrete features give; reference and stream are exchangeable.
            let reference = (0..<150).map { _ in Double(random.below(12)) }
            var monitor = try #require(PopulationMonitor(reference: reference, settings: settings))
            for _ in 0..<600 { monitor.observe(Double(random.below(12))) }
            evident += monitor.isEvident ? 1 : 0
            fired += monitor.fired ? 1 : 0
        }
        let law = BinomialDistribution(trials: runs, probability: 0.05)
        let most = (0...runs).first { law.upperTail(from: $0 + 1) <= 0.001 } ?? 0
        print("population monitor:", direction, "evident", evident, "fired", fired, "of", runs)
        #expect(evident <= most && fired <= evident)
    }

    @Test(arguments: [(0.2, 120), (0.4, 40), (1.0, 15)])
    func `a new pattern in part of the stream is noticed within some dozens of inputs`(
        share: Double, limit: Int
    ) throws {
        var delays: [Int] = []
        for run in 0..<100 {
            var random = SplitMix64(seed: 23).split(UInt64(run))
            let reference = (0..<300).map { _ in random.normal() }
            var monitor = try #require(PopulationMonitor(reference: reference, settings: .init(seed: 5)))
            for _ in 0..<400 { monitor.observe(random.normal()) }
            guard !monitor.fired else { continue }
            var delay = 0
            while !monitor.fired, delay < 2_000 {
                monitor.observe(random.uniform() < share ? 3 + 0.3 * random.normal() : random.normal())
                delay += 1
            }
            delays.append(delay)
        }
        let median = delays.sorted()[delays.count / 2]
        print("population monitor: new pattern in", share, "of the stream noticed after a median of", median)
        #expect(delays.count >= 97 && median <= limit)
    }

    @Test func `a fall is noticed only when both directions are watched`() throws {
        for (direction, expected) in [(PopulationMonitor.Direction.high, false), (.both, true)] {
            let settings = PopulationMonitor.Settings(direction: direction, seed: 6)
            var monitor = try #require(PopulationMonitor(reference: normals(300, seed: 1), settings: settings))
            for value in normals(200, mean: -1.5, seed: 2) { monitor.observe(value) }
            #expect(monitor.fired == expected)
        }
    }

    @Test func `evidence without an effect does not call`() throws {
        // Nothing but a slight shift, seen long enough: plenty of evidence, little effect.
        let settings = PopulationMonitor.Settings(minimumEffect: 0.5, seed: 7)
        var monitor = try #require(PopulationMonitor(reference: normals(2_000, seed: 1), settings: settings))
        for value in normals(1_500, mean: 0.4, seed: 2) { monitor.observe(value) }
        #expect(monitor.isEvident && !monitor.fired && monitor.effect < 0.5)
    }

    @Test func `a value that is no number counts as the strangest`() throws {
        var monitor = try #require(PopulationMonitor(reference: normals(300, seed: 1), settings: .init(seed: 8)))
        for _ in 0..<30 { monitor.observe(.nan) }
        #expect(monitor.fired)
        #expect(PopulationMonitor(reference: normals(29, seed: 1), settings: .init(seed: 8)) == nil)
        #expect(PopulationMonitor(reference: normals(50, seed: 1) + [.nan], settings: .init(seed: 8)) == nil)
    }

    @Test func `novelty is the mean share of differing columns to the nearest rows`() {
        let known = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1]]
        let novelty = NearestNeighborNovelty(known: known, neighbors: 3)
        #expect(agree(novelty.score([0, 0, 0, 0]), 1.0 / 12, to: 1e-12))
        #expect(agree(novelty.score([2, 2, 2, 2]), 1, to: 1e-12))
        // Nearest first: distance 1, then two of 3 columns; fewer rows than neighbors average over what there is.
        #expect(agree(NearestNeighborNovelty(known: [[0, 0]], neighbors: 3).score([0, 1]), 0.5, to: 1e-12))
        #expect(NearestNeighborNovelty(known: []).score([1]) == 1)
    }
}
