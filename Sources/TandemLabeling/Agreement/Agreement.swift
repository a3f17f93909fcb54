import TandemNumerics
import TandemStatistics

/// How far independent workers agree, beyond chance, with intervals by resampling tasks.
///
/// Equal to krippendorff, statsmodels, irrCAC and scikit-learn on the same votes. Independent of the order of votes
/// and of the number of threads.
public struct Agreement: Sendable, Hashable {
    /// One label against all others.
    public struct LabelAgreement: Sendable, Hashable {
        /// The label's number.
        public let label: Int
        /// The mean over tasks of the label's share of votes.
        public let share: Estimate?
        /// The probability that another worker gave the label too, once one has.
        public let specific: Estimate?
        /// The coefficients of the label against all others; nominal at every level.
        public let coefficients: [AgreementCoefficient: Estimate]
    }

    /// The number of tasks with votes.
    public let taskCount: Int
    /// The number of tasks with at least two votes, on which agreement can be seen.
    public let pairedTaskCount: Int
    /// The coefficients that are defined.
    public let coefficients: [AgreementCoefficient: Estimate]
    /// Each label that was given, in order; empty for numbers (interval and ratio level).
    public let labels: [LabelAgreement]
    /// Each pair of workers with common tasks, by their numbers.
    public let pairs: [PairAgreement]

    /// Measures agreement.
    ///
    /// - Parameters:
    ///   - ratings: the votes.
    ///   - level: what the labels' values mean; only α depends on it.
    ///   - values: the value of each label, ascending; needed for the interval and the ratio level.
    ///   - bootstrap: seed, replicates and confidence of the intervals.
    ///   - leastCommon: pairs of workers with fewer common tasks are left out.
    ///   - threads: threads to compute with; the result does not depend on it.
    public init(
        _ ratings: Ratings, level: MeasurementLevel = .nominal, values: [Double] = [], bootstrap: Bootstrap,
        leastCommon: Int = 1, threads: Int = 1
    ) {
        let patterns = LabelPatterns(ratings)
        let showsLabels = level == .nominal || level == .ordinal
        let reading = AgreementReading(patterns, level: level, values: values, showsLabels: showsLabels)
        let resampling = TaskResampling(times: patterns.times, bootstrap: bootstrap, threads: threads)
        var sums = AgreementSums(labelCount: patterns.labelCount)
        let point = reading.values(times: patterns.times, &sums)
        let replicates = resampling.replicates(
            state: { AgreementSums(labelCount: patterns.labelCount) }, { reading.values(times: $0, &$1) })
        taskCount = patterns.taskCount
        pairedTaskCount = patterns.pairedTaskCount
        let estimates = resampling.estimates(values: point, replicates: replicates, n: pairedTaskCount)
        coefficients = Self.named(estimates.prefix(AgreementCoefficient.allCases.count))
        labels = reading.labels.enumerated().map { place, label in
            let start = AgreementCoefficient.allCases.count + place * LabelCoefficients.count
            return LabelAgreement(
                label: label, share: estimates[start], specific: estimates[start + 1],
                coefficients: Self.named(estimates[(start + 2)..<(start + LabelCoefficients.count)]))
        }
        pairs = PairMeasure(bootstrap: bootstrap, threads: threads, minimum: leastCommon).pairs(of: ratings)
    }

    private static func named(_ estimates: some Sequence<Estimate?>) -> [AgreementCoefficient: Estimate] {
        var named: [AgreementCoefficient: Estimate] = [:]
        for (coefficient, estimate) in zip(AgreementCoefficient.allCases, estimates) {
            if let estimate { named[coefficient] = estimate }
        }
        return named
    }
}

/// All coefficients of a draw of tasks as one row of numbers: the whole first, then each label that was given.
private struct AgreementReading: Sendable {
    let patterns: LabelPatterns
    let metric: AlphaMetric
    /// The labels that are shown.
    let labels: [Int]
    private let given: Int

    init(_ patterns: LabelPatterns, level: MeasurementLevel, values: [Double], showsLabels: Bool) {
        self.patterns = patterns
        metric = AlphaMetric(patterns, level: level, values: values)
        let seen = Set(patterns.labels).map { Int($0) }.sorted()
        given = seen.count
        labels = showsLabels ? seen : []
    }

    func values(times: [Int], _ sums: inout AgreementSums) -> [Double] {
        sums.clear()
        sums.add(patterns, times: times)
        var values = [
            sums.rawAgreement, sums.fleissKappa, metric.alpha(patterns, times: times, sums: sums),
            sums.gwetAC1(labels: given),
        ]
        for label in labels { values += sums.binary(label).values }
        return values
    }
}
