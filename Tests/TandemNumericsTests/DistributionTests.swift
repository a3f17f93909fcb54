import Foundation
import Testing

@testable import TandemNumerics

/// Golden values by scripts/reference/distributions.py (scipy 1.17.1).
@Suite struct DistributionTests {
    let golden: [String: [[Double]]]
    let tolerance = 1e-10

    init() throws { golden = try fixture("distributions") }

    func rows(_ name: String) throws -> [[Double]] {
        let rows = try #require(golden[name])
        #expect(rows.count >= 10)
        return rows
    }

    func check(_ ours: Double, _ theirs: Double, _ row: [Double]) {
        #expect(agree(ours, theirs, to: tolerance), "\(ours) against \(theirs) at \(row)")
    }

    @Test func `log gamma agrees with scipy`() throws {
        for row in try rows("logGamma") { check(SpecialFunctions.logGamma(row[0]), row[1], row) }
    }

    @Test func `the incomplete gamma functions agree with scipy`() throws {
        for row in try rows("gamma") {
            check(GammaFunction.regularizedLower(row[0], row[1]), row[2], row)
            check(GammaFunction.regularizedUpper(row[0], row[1]), row[3], row)
        }
    }

    @Test func `both beta tails agree with scipy`() throws {
        for row in try rows("beta") {
            let beta = BetaDistribution(alpha: row[0], beta: row[1])
            check(beta.lowerTail(row[2]), row[3], row)
            check(beta.upperTail(row[2]), row[4], row)
        }
    }

    @Test func `both beta quantiles agree with scipy`() throws {
        for row in try rows("betaQuantile") {
            let beta = BetaDistribution(alpha: row[0], beta: row[1])
            check(beta.quantile(row[2]), row[3], row)
            check(beta.quantile(upperTail: row[2]), row[4], row)
        }
    }

    @Test func `a beta quantile undoes its tail even when the tail is tiny`() {
        for (a, b) in [(1.0, 299.0), (0.9, 5), (40, 2), (2_000, 3)] {
            let beta = BetaDistribution(alpha: a, beta: b)
            for p in [1e-200, 1e-30, 1e-6, 0.2, 0.8] {
                check(beta.lowerTail(beta.quantile(p)), p, [a, b, p])
            }
        }
    }

    @Test func `binomial mass and tails agree with scipy`() throws {
        for row in try rows("binomial") {
            let binomial = BinomialDistribution(trials: Int(row[0]), probability: row[1])
            check(binomial.mass(Int(row[2])), row[3], row)
            check(binomial.lowerTail(through: Int(row[2])), row[4], row)
            check(binomial.upperTail(from: Int(row[2])), row[5], row)
        }
    }

    @Test func `the normal distribution agrees with scipy`() throws {
        for row in try rows("normal") {
            check(NormalDistribution.lowerTail(row[0]), row[1], row)
            check(NormalDistribution.upperTail(row[0]), row[2], row)
        }
        for row in try rows("normalQuantile") { check(NormalDistribution.quantile(row[0]), row[1], row) }
    }

    @Test func `chi-square tails agree with scipy`() throws {
        for row in try rows("chiSquare") {
            let chi = ChiSquareDistribution(degrees: row[0])
            check(chi.lowerTail(row[1]), row[2], row)
            check(chi.upperTail(row[1]), row[3], row)
        }
    }

    @Test func `outside their domain the functions say so`() {
        #expect(BetaDistribution(alpha: 0, beta: 1).lowerTail(0.5).isNaN)
        #expect(BetaDistribution(alpha: 1, beta: 1).quantile(1.5).isNaN)
        #expect(GammaFunction.regularizedLower(-1, 1).isNaN)
        #expect(NormalDistribution.quantile(-0.1).isNaN)
    }
}
