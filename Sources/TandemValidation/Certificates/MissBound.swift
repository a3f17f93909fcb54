import TandemStatistics

/// The bound on what automatic decisions miss of a true label, valid although thresholds come from the same items.
struct MissBound {
    let items: [CalibrationItem]
    let labels: [CertificateFit.Label]
    let grids: [[Int]]
    let delta: Double

    /// The bound for one true label: the sum over the other labels' exact bounds of "truth is `label`, decided
    /// automatically as L", each at δ / ((labels) × (grid size)), so that it holds for whatever prefix was chosen.
    ///
    /// Unanswered items count as this truth wherever they would have been decided automatically as another.
    func bound(_ label: Int) -> CertificateFit.Missed {
        let mine = items.filter { $0.truth == label || $0.truth == nil }
        // All that might have got a threshold, not only those that did: the choice must not depend on the labels.
        let others = labels.indices.filter { $0 != label && labels[$0].maxError != nil }
        var missed = 0
        var bound = 0.0
        for other in others {
            guard let threshold = labels[other].threshold else { continue }
            let count = mine.count { $0.predicted == other && $0.score >= threshold }
            missed += count
            let level = delta / Double(others.count * max(1, grids[other].count))
            bound += ExactBound.upper(successes: count, of: mine.count, delta: level)
        }
        return CertificateFit.Missed(label: label, n: mine.count, missed: missed, bound: min(1, bound))
    }
}
