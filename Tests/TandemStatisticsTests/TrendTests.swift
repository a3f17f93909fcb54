import Testing

@testable import TandemStatistics

@Suite struct TrendTests {
    let golden: Golden

    init() throws { golden = try fixture("statistics") }

    @Test func `the Theil–Sen line agrees with scipy`() throws {
        let line = try #require(TheilSen(x: golden.theilSen.x, y: golden.theilSen.y))
        #expect(agree(line.slope, golden.theilSen.slope, to: 1e-12))
        #expect(agree(line.intercept, golden.theilSen.intercept, to: 1e-10))
        #expect(TheilSen(x: [1, 1], y: [2, 3]) == nil)
    }

    @Test func `the exact Mann–Kendall test agrees with scipy`() throws {
        for trend in golden.kendallExact {
            let test = try #require(MannKendall(trend.values))
            #expect(test.isExact && agree(test.pValue, trend.p, to: 1e-10))
        }
    }

    @Test func `the Mann–Kendall test with ties agrees with pymannkendall`() throws {
        for trend in golden.kendallNormal {
            let test = try #require(MannKendall(trend.values))
            #expect(!test.isExact && test.statistic == trend.s)
            // The original subtracts from one: its tiny p-values have no digits left.
            #expect(abs(test.pValue - trend.p) < 1e-14)
        }
    }

    @Test func `a series that only falls is the least likely one`() throws {
        let falling = try #require(MannKendall([5, 4, 3, 2, 1]))
        #expect(agree(falling.pValueFalling, 1.0 / 120, to: 1e-12))
        let rising = try #require(MannKendall([1, 2, 3, 4, 5]))
        #expect(agree(rising.pValueFalling, 1, to: 1e-12))
        let flat = try #require(MannKendall([1, 1, 1]))
        #expect(flat.pValue == 1 && flat.pValueFalling == 1)
    }

    @Test func `McNemar's test agrees with statsmodels`() throws {
        for row in golden.mcnemar {
            let test = McNemar(onlyFirst: Int(row[0]), onlySecond: Int(row[1]))
            #expect(agree(test.exact, row[2], to: 1e-10))
            #expect(test.midP < test.exact && test.midP > 0)
        }
        let chi: GoldenMetrics = try fixture("metrics")
        for row in chi.mcnemarChi {
            let test = McNemar(onlyFirst: Int(row[0]), onlySecond: Int(row[1]))
            #expect(agree(test.chiSquare, row[2], to: 1e-12) && agree(test.chiSquareP, row[3], to: 1e-10))
        }
        #expect(McNemar(onlyFirst: 0, onlySecond: 0).midP == 1 && McNemar(onlyFirst: 0, onlySecond: 0).chiSquareP == 1)
        // By hand: 2 (C(12,0)+…+C(12,3)) / 2¹² − C(12,3) / 2¹².
        #expect(agree(McNemar(onlyFirst: 3, onlySecond: 9).midP, Double(2 * 299 - 220) / 4096, to: 1e-12))
    }

    @Test func `quantiles agree with NumPy`() throws {
        let x = golden.theilSen.x
        for row in golden.quantile {
            for (place, count) in [1, 2, 7, 25].enumerated() {
                let ours = try #require(Quantiles.value(Array(x.prefix(count)), at: row[0]))
                #expect(agree(ours, row[place + 1], to: 1e-12))
            }
        }
        #expect(Quantiles.median([]) == nil)
    }
}
