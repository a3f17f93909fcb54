import Foundation

extension BetaDistribution {
    /// The value x with P(X ≤ x) = `probability`, the inverse of ``lowerTail(_:)``; not a number outside [0, 1].
    public func quantile(_ probability: Double) -> Double {
        guard probability >= 0, probability <= 1 else { return .nan }
        if probability == 0 { return 0 }
        if probability == 1 { return 1 }
        return solve { x in
            let tail = lowerTail(x)
            return (excess: log(tail / probability), tail: tail)
        }
    }

    /// The value x with P(X > x) = `probability`, the inverse of ``upperTail(_:)``; keeps its digits for tiny tails.
    public func quantile(upperTail probability: Double) -> Double {
        guard probability >= 0, probability <= 1 else { return .nan }
        if probability == 0 { return 1 }
        if probability == 1 { return 0 }
        return solve { x in
            let tail = upperTail(x)
            return (excess: log(probability / tail), tail: tail)
        }
    }

    /// Newton's method in ln x on the logarithm of a tail, inside a shrinking bracket.
    ///
    /// Both tails are close to straight lines in these coordinates, so few steps are needed even at 10⁻³⁰⁰.
    /// `excess` must rise with x.
    private func solve(_ value: (Double) -> (excess: Double, tail: Double)) -> Double {
        guard alpha > 0, beta > 0, alpha.isFinite, beta.isFinite else { return .nan }
        var low = -745.0
        var high = 0.0
        var u = log(alpha / (alpha + beta))
        for _ in 0..<200 {
            let x = exp(u)
            let (excess, tail) = value(x)
            if excess == 0 { return x }
            if excess > 0 { high = u } else { low = u }
            var next = u - excess * tail / (density(x) * x)
            if !(next > low && next < high) { next = (low + high) / 2 }
            if abs(next - u) <= 1e-16 * max(1, abs(u)) { return exp(next) }
            u = next
        }
        return exp(u)
    }
}
