import Foundation

/// The standard normal distribution.
public enum NormalDistribution {
    /// P(Z ≤ z).
    public static func lowerTail(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// P(Z > z), without the loss of digits of 1 − P(Z ≤ z).
    public static func upperTail(_ z: Double) -> Double { 0.5 * erfc(z / 2.0.squareRoot()) }

    /// The value z with P(Z ≤ z) = `probability`; infinite at 0 and 1, not a number outside [0, 1].
    ///
    /// P. J. Acklam's rational approximation (2003), then two of Halley's steps to full precision.
    public static func quantile(_ probability: Double) -> Double {
        guard probability >= 0, probability <= 1 else { return .nan }
        if probability == 0 { return -.infinity }
        if probability == 1 { return .infinity }
        if probability > 0.5 { return probability == 0.5 ? 0 : -lowerHalf(1 - probability) }
        return lowerHalf(probability)
    }

    private static func lowerHalf(_ p: Double) -> Double {
        var z = p < 0.02425 ? tailGuess(p) : centralGuess(p - 0.5)
        for _ in 0..<2 {
            let error = (lowerTail(z) - p) / p
            let step = error * p * (2 * Double.pi).squareRoot() * exp(z * z / 2)
            z -= step / (1 + z * step / 2)
        }
        return z
    }

    private static func tailGuess(_ p: Double) -> Double {
        let q = (-2 * log(p)).squareRoot()
        let top = polynomial(
            [
                -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
                4.374664141464968, 2.938163982698783,
            ], q)
        let bottom = polynomial(
            [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1], q)
        return top / bottom
    }

    private static func centralGuess(_ q: Double) -> Double {
        let r = q * q
        let top = polynomial(
            [
                -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                -3.066479806614716e+01, 2.506628277459239,
            ], r)
        let bottom = polynomial(
            [
                -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                -1.328068155288572e+01, 1,
            ], r)
        return top * q / bottom
    }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }
}
