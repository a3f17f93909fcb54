import TandemNumerics
import TandemStatistics

/// Finds the scores from which automatic decisions keep a promised error rate: fixed-sequence Learn-then-Test.
///
/// The promise: *automatic decisions with predicted label L err at most r_L, with probability 1 − δ over the draw of
/// the calibration items, for all labels at once.*
///
/// Method (Angelopoulos, Bates, Candès, Jordan and Lei, "Learn then Test", 2021; fixed-sequence testing after Bauer
/// 1991): for each label the items are ordered by falling score and a grid of prefixes is laid out **from the scores
/// alone**. The smallest prefix that could ever pass is tested first (⌈ln δ / ln(1−r)⌉ items without an error), then
/// larger ones, each by the exact binomial tail P(Bin(n, r) ≤ errors) ≤ δ, until the first that fails. The last that
/// passed gives the threshold. As the order is fixed before any label is read, no correction for the number of tests
/// is needed. δ is split evenly over the labels that may be automatic at all.
///
/// What it assumes: calibration items are drawn uniformly from the decisions the promise is about (every item with
/// the same inclusion probability; from slices drawn with different probabilities take a uniform sub-sample first —
/// there is no weighting here), independent of the model's training, and exchangeable with later decisions.
/// Unanswered items count as errors. The grid lies on the items' own scores, which is exact when the chance of an
/// error does not rise with the score; tests show the promise kept on non-monotone shapes as well.
public struct CertificateRule: Sendable, Hashable {
    /// The number of prefixes on a label's grid.
    public let gridSize: Int
    /// How many errors the first tested prefix forgives; 0 starts at the smallest prefix that could pass.
    ///
    /// A larger start survives a stray error among the surest decisions, at the price of more items. Fix it before
    /// looking at the labels.
    public let forgivenAtStart: Int

    /// Sets the rule up; the defaults are the house's.
    public init(gridSize: Int = 60, forgivenAtStart: Int = 0) {
        precondition(gridSize > 0 && forgivenAtStart >= 0, "a grid has prefixes, and errors are not negative")
        self.gridSize = gridSize
        self.forgivenAtStart = forgivenAtStart
    }

    /// Calibrates on items of the calibration role.
    ///
    /// - Parameters:
    ///   - items: The calibration items, in any order.
    ///   - maxError: For each label the promised error rate r_L in (0, 1); nil for a label that is never automatic.
    ///   - delta: The failure probability this attempt may spend (see ``AttemptBudget``), over all labels together.
    /// - Returns: Thresholds and figures per label. The bounds on what is missed hold with probability 1 − `delta`
    ///   each on its own.
    public func calibrate(_ items: [CalibrationItem], maxError: [Double?], delta: Double) -> CertificateFit {
        let judged = maxError.count { $0 != nil }
        let share = delta / Double(max(1, judged))
        var labels: [CertificateFit.Label] = []
        var grids: [[Int]] = []
        for (label, rate) in maxError.enumerated() {
            let prefixes = Prefixes(items: items.filter { $0.predicted == label && !$0.score.isNaN })
            let all = items.count { $0.predicted == label }
            guard let rate, rate > 0, rate < 1, share > 0, share < 1 else {
                labels.append(Self.never(label, rate: rate, delta: share, candidates: all))
                grids.append([])
                continue
            }
            let start = Self.start(maxError: rate, delta: share, forgiven: forgivenAtStart)
            let grid = prefixes.grid(from: start, size: gridSize)
            grids.append(grid)
            labels.append(
                Search(label: label, rate: rate, delta: share, start: start, candidates: all, total: items.count)
                    .run(prefixes, grid))
        }
        let missed = maxError.indices.map { label in
            MissBound(items: items, labels: labels, grids: grids, delta: delta).bound(label)
        }
        return CertificateFit(labels: labels, missed: missed, n: items.count)
    }

    /// The smallest prefix whose test passes with `forgiven` errors.
    static func start(maxError: Double, delta: Double, forgiven: Int) -> Int {
        var n = max(SampleSize.clean(maxError: maxError, delta: delta) ?? 1, forgiven + 1)
        while !Search.passes(n: n, errors: forgiven, rate: maxError, delta: delta) { n += 1 }
        return n
    }

    private static func never(_ label: Int, rate: Double?, delta: Double, candidates: Int) -> CertificateFit.Label {
        CertificateFit.Label(
            label: label, maxError: rate, delta: rate == nil ? 0 : delta, threshold: nil, candidates: candidates,
            accepted: 0, errors: 0, bound: 1, shortfall: nil)
    }
}
