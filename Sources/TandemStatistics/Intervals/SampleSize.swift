import Foundation
import TandemNumerics

/// How many more observations a claim needs: the "needs 299 more reviews" of the pages.
public enum SampleSize {
    /// The smallest number of clean observations that shows an error rate ≤ `maxError` with probability 1 − `delta`:
    /// ⌈ln δ / ln(1 − r)⌉; nil unless both lie strictly between 0 and 1.
    public static func clean(maxError: Double, delta: Double) -> Int? {
        guard maxError > 0, maxError < 1, delta > 0, delta < 1 else { return nil }
        var n = Int((log(delta) / log1p(-maxError)).rounded(.up))
        // The quotient of two rounded logarithms may be a hair off a whole number: settle it on the tail itself.
        while n > 1, BinomialDistribution(trials: n - 1, probability: maxError).mass(0) <= delta { n -= 1 }
        while BinomialDistribution(trials: n, probability: maxError).mass(0) > delta { n += 1 }
        return n
    }

    /// The smallest additional number of observations with which a Wilson interval would lie inside `target` if the
    /// present rate went on; 0 when it does already, nil when the present rate is not inside the target.
    ///
    /// Without observations the best possible rate (all or none) is assumed, so the answer is then the least that
    /// could ever do.
    public static func additional(
        successes: Int, of n: Int, target: Target, confidence: Double = 0.95
    ) -> Int? {
        guard n >= 0, successes >= 0, successes <= n, confidence > 0, confidence < 1 else { return nil }
        let rate: Double
        switch target {
        case .atLeast(let limit):
            rate = n == 0 ? 1 : Double(successes) / Double(n)
            guard rate > limit else { return nil }
        case .atMost(let limit):
            rate = n == 0 ? 0 : Double(successes) / Double(n)
            guard rate < limit else { return nil }
        }
        func suffices(_ size: Int) -> Bool {
            guard size > 0 else { return false }
            let (lower, upper) = Estimate.wilsonBounds(
                successes: rate * Double(size), n: Double(size), confidence: confidence)
            switch target {
            case .atLeast(let limit): return lower >= limit
            case .atMost(let limit): return upper <= limit
            }
        }
        return smallest(from: n, where: suffices).map { $0 - n }
    }

    /// The smallest whole number ≥ `start` with a property that, once true, stays true; nil beyond 2⁴⁰.
    static func smallest(from start: Int, where holds: (Int) -> Bool) -> Int? {
        if holds(start) { return start }
        var low = start
        var step = 1
        while !holds(low + step) {
            low += step
            step *= 2
            if low > 1 << 40 { return nil }
        }
        var high = low + step
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
