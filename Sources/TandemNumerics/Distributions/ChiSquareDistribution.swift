/// The chi-square distribution.
public struct ChiSquareDistribution: Sendable, Hashable {
    /// The degrees of freedom, > 0.
    public let degrees: Double

    /// Makes the distribution with `degrees` of freedom; a value ≤ 0 makes every result not a number.
    public init(degrees: Double) {
        self.degrees = degrees
    }

    /// P(X ≤ x); zero below zero.
    public func lowerTail(_ x: Double) -> Double {
        GammaFunction.regularizedLower(degrees / 2, max(x, 0) / 2)
    }

    /// P(X > x), the p-value of a chi-square statistic; one below zero.
    public func upperTail(_ x: Double) -> Double {
        GammaFunction.regularizedUpper(degrees / 2, max(x, 0) / 2)
    }
}
