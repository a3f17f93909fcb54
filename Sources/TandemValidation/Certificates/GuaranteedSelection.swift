import Foundation
import TandemStatistics

/// Selection with guaranteed risk (SGR): the published way to a threshold, kept beside ``CertificateRule`` to compare.
///
/// Y. Geifman and R. El-Yaniv, "Selective classification for deep neural networks", NIPS 2017, algorithm 1: a binary
/// search over the thresholds, each tried one by the exact binomial bound at δ / ⌈log₂ m⌉. Of the tried thresholds the
/// last whose bound is at most r is taken; the authors' program gives the last tried one, whose bound may be above r.
/// Equal scores are accepted together.
public struct GuaranteedSelection: Sendable, Hashable {
    /// A selection; it has no settings.
    public init() {}

    /// Searches for each label's threshold; δ is split evenly over the labels, as ``CertificateRule`` does it.
    ///
    /// - Parameters:
    ///   - items: The calibration items, in any order; unanswered ones count as errors.
    ///   - maxError: For each label the promised error rate in (0, 1); nil for a label that is never automatic.
    ///   - delta: The failure probability over all labels together.
    /// - Returns: A finding for each label, without what is missing.
    public func calibrate(_ items: [CalibrationItem], maxError: [Double?], delta: Double) -> [CertificateFit.Label] {
        let share = delta / Double(max(1, maxError.count { $0 != nil }))
        return maxError.enumerated().map { label, rate in
            let mine = items.filter { $0.predicted == label }
            let prefixes = Prefixes(items: mine.filter { !$0.score.isNaN })
            let found = search(prefixes, rate: rate ?? 0, delta: share)
            return CertificateFit.Label(
                label: label, maxError: rate, delta: rate == nil ? 0 : share,
                threshold: found.accepted > 0 ? prefixes.scores[found.accepted - 1] : nil, candidates: mine.count,
                accepted: found.accepted, errors: prefixes.errors[found.accepted], bound: found.bound, shortfall: nil)
        }
    }

    /// The longest prefix tried whose bound at δ / ⌈log₂ m⌉ keeps the rate, and that bound; (0, 1) if none does.
    private func search(_ prefixes: Prefixes, rate: Double, delta: Double) -> (accepted: Int, bound: Double) {
        let m = prefixes.count
        guard m > 0, rate > 0, rate < 1, delta > 0, delta < 1 else { return (0, 1) }
        let tries = max(1, Int(log2(Double(m)).rounded(.up)))
        var (low, high) = (0, m - 1)
        var best = (accepted: 0, bound: 1.0)
        // One more round than thresholds, as in the authors' program: the last tries the first position again.
        for _ in 0...tries {
            let middle = (low + high + 1) / 2
            let accepted = prefixes.wholeTie(m - middle)
            let bound = ExactBound.upper(
                successes: prefixes.errors[accepted], of: accepted, delta: delta / Double(tries))
            if bound > rate {
                low = middle
            } else {
                high = middle
                if accepted > best.accepted { best = (accepted, bound) }
            }
        }
        return best
    }
}
