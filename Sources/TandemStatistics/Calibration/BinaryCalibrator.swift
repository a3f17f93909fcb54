import Foundation

/// How the log-odds of one class become a probability that means what it says.
public enum BinaryCalibrator: Sendable, Hashable {
    /// The logistic function.
    case identity
    /// The logistic function of the log-odds divided by this.
    case temperature(Double)
    /// 1 / (1 + exp(a · m + b)) (Platt 1999).
    case platt(a: Double, b: Double)
    /// logistic(a · ln p − b · ln(1 − p) + c) with p the logistic function of the log-odds (Kull and others 2017).
    case beta(a: Double, b: Double, c: Double)
    /// A rising curve over the logistic function of the log-odds.
    case isotonic(IsotonicRegression.Curve)

    /// The calibrated probability at log-odds m.
    public func callAsFunction(_ margin: Double) -> Double {
        switch self {
        case .identity: Logistic.probability(margin)
        case .temperature(let temperature): Logistic.probability(margin / temperature)
        case .platt(let a, let b): Logistic.probability(-(a * margin + b))
        case .beta(let a, let b, let c):
            Logistic.probability(-a * Logistic.softplus(-margin) + b * Logistic.softplus(margin) + c)
        case .isotonic(let curve):
            curve(Logistic.probability(margin)) ?? Logistic.probability(margin)
        }
    }
}
