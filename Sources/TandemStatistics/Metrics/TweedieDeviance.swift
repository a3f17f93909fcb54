import Foundation

/// The unit deviance of Tweedie's distributions: normal (power 0), Poisson (1), gamma (2) and between.
public enum TweedieDeviance {
    /// Whether a pair of values has a deviance of this power.
    static func isDefined(truth: Double, predicted: Double, power: Double) -> Bool {
        if power == 0 { return true }
        if power < 0 { return predicted > 0 }
        return power < 2 ? truth >= 0 && predicted > 0 : truth > 0 && predicted > 0
    }

    /// The deviance of a prediction, 0 where it is right.
    ///
    /// - Precondition: `power` is not between 0 and 1.
    public static func unit(truth y: Double, predicted m: Double, power p: Double) -> Double {
        switch p {
        case 0: return (y - m) * (y - m)
        case 1: return 2 * ((y == 0 ? 0 : y * log(y / m)) - y + m)
        case 2: return 2 * (log(m / y) + y / m - 1)
        default:
            let base = p < 0 ? max(y, 0) : y
            return 2
                * (pow(base, 2 - p) / ((1 - p) * (2 - p)) - y * pow(m, 1 - p) / (1 - p) + pow(m, 2 - p) / (2 - p))
        }
    }
}
