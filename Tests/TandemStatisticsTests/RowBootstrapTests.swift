import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct RowBootstrapTests {
    private func mean(_ values: [Double]) -> @Sendable ([Double]) -> [Double] {
        { weights in [RowWeights.mean(values, weights) ?? .nan] }
    }

    @Test(arguments: [400, 12_000]) func `weighing rows by drawn counts gives the interval of drawing rows`(
        n: Int
    ) throws {
        var random = SplitMix64(seed: 1)
        let values = (0..<n).map { _ in random.normal() * 2 }
        let bootstrap = Bootstrap(seed: 3, replicates: 2_000)
        let replicates = bootstrap.replicates(rows: n, mean(values))
        let found = try #require(
            bootstrap.estimates(values: [values.reduce(0, +) / Double(n)], replicates: replicates, n: n)[0])
        // The normal interval: ± 1.96 · 2 / √n.
        let reach = 1.96 * 2 / Double(n).squareRoot()
        #expect(abs(found.upper - found.lower - 2 * reach) < 0.12 * reach)
    }

    @Test func `the number of threads changes no byte`() {
        let values = (0..<500).map { Double($0 % 17) }
        let bootstrap = Bootstrap(seed: 9, replicates: 200)
        let one = bootstrap.replicates(rows: 500, threads: 1, mean(values))
        #expect(one == bootstrap.replicates(rows: 500, threads: 3, mean(values)))
        #expect(
            bootstrap.replicates(counts: [5, 0, 70, 9], threads: 1) { $0.map(Double.init) }
                == bootstrap.replicates(counts: [5, 0, 70, 9], threads: 4) { $0.map(Double.init) })
    }

    @Test func `drawn counts are Poisson numbers of mean one beyond ten thousand rows`() {
        let n = 200_000
        let bootstrap = Bootstrap(seed: 2, replicates: 100)
        let shares = bootstrap.replicates(rows: n, threads: 2) { weights in
            (0...4).map { value in Double(weights.count { $0 == Double(value) }) / Double(n) }
        }
        var expected = 0.36787944117144233
        for value in 0...4 {
            let mean = shares.reduce(0) { $0 + $1[value] } / 100
            #expect(abs(mean - expected) < 0.0005, "\(value)")
            expected /= Double(value + 1)
        }
    }

    @Test func `a value that is often undefined has no interval`() {
        let bootstrap = Bootstrap(seed: 1, replicates: 100)
        let replicates = (0..<100).map { [$0 < 20 ? Double.nan : 1, 2] }
        let found = bootstrap.estimates(values: [1, 2], replicates: replicates, n: 5)
        #expect(found[0] == nil && found[1]?.lower == 2)
    }
}
