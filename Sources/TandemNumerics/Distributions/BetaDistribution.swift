import Foundation

/// The beta distribution on [0, 1]; its distribution function is the regularized incomplete beta function I_x(α, β).
public struct BetaDistribution: Sendable, Hashable {
    /// The first shape, α > 0.
    public let alpha: Double
    /// The second shape, β > 0.
    public let beta: Double

    /// Makes the distribution with two positive shapes; other shapes make every result not a number.
    public init(alpha: Double, beta: Double) {
        self.alpha = alpha
        self.beta = beta
    }

    private var isDefined: Bool { alpha > 0 && beta > 0 && alpha.isFinite && beta.isFinite }

    /// The probability of a value ≤ `x`: I_x(α, β).
    public func lowerTail(_ x: Double) -> Double {
        guard isDefined, !x.isNaN else { return .nan }
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x < (alpha + 1) / (alpha + beta + 2) { return Self.fraction(alpha, beta, x, 1 - x) }
        return 1 - Self.fraction(beta, alpha, 1 - x, x)
    }

    /// The probability of a value > `x`: 1 − I_x(α, β) without the loss of digits in small tails.
    public func upperTail(_ x: Double) -> Double {
        guard isDefined, !x.isNaN else { return .nan }
        if x <= 0 { return 1 }
        if x >= 1 { return 0 }
        if x < (alpha + 1) / (alpha + beta + 2) { return 1 - Self.fraction(alpha, beta, x, 1 - x) }
        return Self.fraction(beta, alpha, 1 - x, x)
    }

    /// The density at `x`, for 0 < x < 1; zero outside.
    public func density(_ x: Double) -> Double {
        guard isDefined, !x.isNaN else { return .nan }
        guard x > 0, x < 1 else { return 0 }
        return Self.leadingTerm(alpha, beta, x, 1 - x) * alpha * beta / (alpha + beta) / (x * (1 - x))
    }

    /// C(a+b, a) xᵃ yᵇ for real a, b (Loader's saddle-point form), y = 1 − x given apart to keep its digits.
    private static func leadingTerm(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
        let n = a + b
        let exponent =
            SpecialFunctions.stirlingError(n) - SpecialFunctions.stirlingError(a) - SpecialFunctions.stirlingError(b)
            - SpecialFunctions.deviance(a, mean: n * x) - SpecialFunctions.deviance(b, mean: n * y)
        return exp(exponent) * (n / (2 * Double.pi * a * b)).squareRoot()
    }

    /// I_x(a, b) by the continued fraction of Numerical Recipes §6.4 with Lentz's method; quick for small x.
    private static func fraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        if abs(d) < tiny { d = tiny }
        d = 1 / d
        var h = d
        var m = 1.0
        while m < 1e7 {
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 + even * d
            if abs(d) < tiny { d = tiny }
            c = 1 + even / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 + odd * d
            if abs(d) < tiny { d = tiny }
            c = 1 + odd / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let step = d * c
            h *= step
            if abs(step - 1) < 1e-16 { break }
            m += 1
        }
        return leadingTerm(a, b, x, y) * b / (a + b) * h
    }
}
