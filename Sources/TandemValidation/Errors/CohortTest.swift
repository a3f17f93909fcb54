import Foundation
import TandemNumerics
import TandemStatistics

/// Whether rows of a cohort lose more than all others, by rows that had no part in finding it.
enum CohortTest {
    /// The one-sided p-value of the cohort's mean loss above that of the rest.
    ///
    /// Errors (losses of 0 and 1): Fisher's exact test, the hypergeometric tail. Other losses: Welch's t.
    static func p(_ inside: LossSums, _ all: LossSums, isBinary: Bool) -> Double {
        guard inside.n > 1, all.n - inside.n > 1 else { return 1 }
        return isBinary ? fisher(inside, all) : welch(inside, all - inside)
    }

    private static func fisher(_ inside: LossSums, _ all: LossSums) -> Double {
        let drawn = inside.n
        let marked = Int(all.loss.rounded())
        let hits = Int(inside.loss.rounded())
        let most = min(drawn, marked)
        guard hits > max(0, drawn + marked - all.n) else { return 1 }
        func choose(_ n: Int, _ k: Int) -> Double {
            SpecialFunctions.logGamma(Double(n + 1)) - SpecialFunctions.logGamma(Double(k + 1))
                - SpecialFunctions.logGamma(Double(n - k + 1))
        }
        var mass = exp(choose(marked, hits) + choose(all.n - marked, drawn - hits) - choose(all.n, drawn))
        var sum = 0.0
        var k = hits
        while k <= most {
            sum += mass
            if mass < sum * 1e-17 { break }
            mass *=
                Double(marked - k) * Double(drawn - k)
                / (Double(k + 1) * Double(all.n - marked - drawn + k + 1))
            k += 1
        }
        return min(1, sum)
    }

    private static func welch(_ one: LossSums, _ other: LossSums) -> Double {
        let (first, second) = (one.variance / Double(one.n), other.variance / Double(other.n))
        guard first + second > 0 else { return one.mean > other.mean ? 0 : 1 }
        let t = (one.mean - other.mean) / (first + second).squareRoot()
        let degrees =
            (first + second) * (first + second)
            / (first * first / Double(one.n - 1) + second * second / Double(other.n - 1))
        // Student's tail through the incomplete beta function.
        let tail = BetaDistribution(alpha: degrees / 2, beta: 0.5).lowerTail(degrees / (degrees + t * t)) / 2
        return t > 0 ? tail : 1 - tail
    }
}
