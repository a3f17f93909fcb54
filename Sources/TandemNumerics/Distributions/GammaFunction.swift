import Foundation

/// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
public enum GammaFunction {
    /// P(a, x) = γ(a, x) / Γ(a), for a > 0 and x ≥ 0; not a number outside that domain.
    public static func regularizedLower(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x >= 0 else { return .nan }
        if x == 0 { return 0 }
        if x == .infinity { return 1 }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
    }

    /// Q(a, x) = Γ(a, x) / Γ(a), for a > 0 and x ≥ 0; not a number outside that domain.
    public static func regularizedUpper(_ a: Double, _ x: Double) -> Double {
        guard a > 0, x >= 0 else { return .nan }
        if x == 0 { return 1 }
        if x == .infinity { return 0 }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
    }

    /// xᵃ e⁻ˣ / Γ(a + 1), by Loader's saddle-point expansion.
    private static func leadingTerm(_ a: Double, _ x: Double) -> Double {
        exp(-SpecialFunctions.stirlingError(a) - SpecialFunctions.deviance(a, mean: x))
            / (2 * Double.pi * a).squareRoot()
    }

    /// Abramowitz & Stegun 6.5.29: the power series, quick for x < a + 1.
    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var n = a
        repeat {
            n += 1
            term *= x / n
            sum += term
        } while term > sum * 1e-17
        return sum * leadingTerm(a, x)
    }

    /// Abramowitz & Stegun 6.5.31: the continued fraction, by Lentz's method, quick for x ≥ a + 1.
    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var h = d
        var i = 1.0
        while i < 1e7 {
            let numerator = -i * (i - a)
            b += 2
            d = numerator * d + b
            if abs(d) < tiny { d = tiny }
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let step = d * c
            h *= step
            if abs(step - 1) < 1e-16 { break }
            i += 1
        }
        return h * a * leadingTerm(a, x)
    }
}
