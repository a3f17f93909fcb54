import Foundation

/// The logistic function, the softmax and their inverses, without overflow.
public enum Logistic {
    /// 1 / (1 + e⁻ᵐ).
    public static func probability(_ margin: Double) -> Double {
        let decay = exp(-abs(margin))
        return margin >= 0 ? 1 / (1 + decay) : decay / (1 + decay)
    }

    /// ln(p / (1 − p)), with p held a rounding unit inside 0 … 1, so that a stated certainty stays finite.
    public static func margin(_ probability: Double) -> Double {
        let p = min(max(probability, ProbabilityScores.floor), 1 - ProbabilityScores.floor)
        return log(p) - log1p(-p)
    }

    /// ln(1 + eᵐ).
    static func softplus(_ margin: Double) -> Double { max(margin, 0) + log1p(exp(-abs(margin))) }

    /// The probabilities that belong to one margin a class.
    public static func softmax(_ margins: some Sequence<Double>) -> [Double] {
        let margins = Array(margins)
        let top = margins.max() ?? 0
        let powers = margins.map { exp($0 - top) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
