/// A number together with how sure we are of it: the only form in which a ratio or a mean leaves this floor.
public struct Estimate: Sendable, Hashable {
    /// How an interval was made.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Wilson's score interval for a proportion (1927).
        case wilson
        /// The exact interval of Clopper and Pearson (1934) for a proportion.
        case clopperPearson = "clopper-pearson"
        /// Quantiles of bootstrap replicates (Efron 1979).
        case percentileBootstrap = "percentile-bootstrap"
        /// Bias-corrected and accelerated bootstrap (Efron 1987).
        case bcaBootstrap = "bca-bootstrap"
        /// Mean plus and minus normal quantiles of its standard error; for large samples.
        case normal
        /// The normal approximation with DeLong's variance (1988) of an area under the ROC curve.
        case deLong = "delong"
        /// A confidence sequence by betting (Waudby-Smith and Ramdas 2024): holds at every look at once.
        case confidenceSequence = "confidence-sequence"
    }

    /// The point estimate.
    public let value: Double
    /// The lower end of the interval.
    public let lower: Double
    /// The upper end of the interval.
    public let upper: Double
    /// The number of independent observations it rests on.
    public let n: Int
    /// The confidence of the interval, as 0.95.
    public let confidence: Double
    /// How the interval was made.
    public let method: Method

    /// Puts an estimate together from its parts.
    public init(value: Double, lower: Double, upper: Double, n: Int, confidence: Double, method: Method) {
        self.value = value
        self.lower = lower
        self.upper = upper
        self.n = n
        self.confidence = confidence
        self.method = method
    }

    /// The same estimate in other units: every number multiplied by `factor`; the ends swap when it is negative.
    public func scaled(by factor: Double) -> Estimate {
        Estimate(
            value: value * factor, lower: min(lower * factor, upper * factor),
            upper: max(lower * factor, upper * factor), n: n, confidence: confidence, method: method)
    }
}
