import Foundation

/// The few special functions the distributions are built on, written so that no large logarithms cancel.
public enum SpecialFunctions {
    /// ln(√(2π)).
    static let logRootTwoPi = 0.918938533204672741780329736406

    /// The divisors 12, 360, … of Stirling's series, last term first.
    private static let stirlingDivisors: [Double] = [156, 360_360 / 691, 1188, 1680, 1260, 360, 12]

    /// The natural logarithm of |Γ(x)|.
    ///
    /// Taken from the C library's re-entrant `lgamma_r`, so it is safe to call from any thread. Infinite at the
    /// poles 0, −1, −2, …
    public static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 1
        return lgamma_r(x, &sign)
    }

    /// The error of Stirling's formula: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π, for x > 0.
    ///
    /// C. Loader, "Fast and accurate computation of binomial probabilities" (2000): the piece that is left of a
    /// factorial once the large terms have been dealt with by ``deviance(_:mean:)``.
    public static func stirlingError(_ x: Double) -> Double {
        if x < 16 { return logGamma(x + 1) - (x + 0.5) * log(x) + x - logRootTwoPi }
        let square = x * x
        var sum = 0.0
        for divisor in Self.stirlingDivisors { sum = 1 / divisor - sum / square }
        return sum / x
    }

    /// Loader's saddle-point deviance x ln(x / m) + m − x, exact to the last digits also where x is close to m.
    public static func deviance(_ x: Double, mean m: Double) -> Double {
        if x == 0 { return m }
        guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
        let v = (x - m) / (x + m)
        var sum = (x - m) * v
        var term = 2 * x * v
        var j = 1.0
        while true {
            term *= v * v
            let next = sum + term / (2 * j + 1)
            if next == sum { return next }
            sum = next
            j += 1
        }
    }
}
