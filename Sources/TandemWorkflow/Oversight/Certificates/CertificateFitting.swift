import TandemLedger
import TandemOversight
import TandemStatistics
import TandemValidation

/// Turns calibration items into the findings of a certificate; pure.
struct CertificateFitting: Sendable {
    let labels: [String]
    let items: [CalibrationItem]
    /// The promised error rate by label.
    let maxErrors: [Double?]
    let delta: Double

    /// The promised rate of each label: what was asked for, or half of what deciding blindly would err.
    static func rates(_ asked: Double?, items: [CalibrationItem], labels: [String]) -> [Double?] {
        if let asked { return labels.map { _ in asked } }
        return labels.indices.map { label in
            let base = Double(items.count { $0.truth == label }) / Double(max(1, items.count))
            let rate = min(0.05, min(base, 1 - base) / 2)
            return rate > 0 ? rate : nil
        }
    }

    /// Whether the rule will look at any label: only then an attempt is spent.
    var looks: Bool {
        let share = delta / Double(max(1, maxErrors.count { $0 != nil }))
        return maxErrors.enumerated().contains { label, rate in
            guard let rate, let least = SampleSize.clean(maxError: rate, delta: share) else { return false }
            return items.count { $0.predicted == label && !$0.score.isNaN } >= least
        }
    }

    func fit() -> CertificateFit {
        CertificateRule().calibrate(items, maxError: maxErrors, delta: delta)
    }

    func findings(_ fit: CertificateFit) -> [CertificateDetails.Label] {
        zip(fit.labels, fit.missed).map { found, missed in
            CertificateDetails.Label(
                label: labels[found.label], maxError: found.maxError ?? 0, threshold: found.threshold,
                candidates: found.candidates, accepted: found.accepted, errors: found.errors, bound: found.bound,
                missingItems: found.shortfall?.itemsIfClean,
                missingItemsAtPresentRate: found.shortfall?.itemsAtPresentRate, missedBound: missed.bound,
                truths: missed.n)
        }
    }
}
