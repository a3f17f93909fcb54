/// Krippendorff's α: agreement beyond chance, with any number of workers and gaps, at any level of measurement.
///
/// α = 1 − D_o / D_e from the coincidences of labels (K. Krippendorff, "Content Analysis", 2004): 1 perfect, 0 as by
/// chance, negative for systematic disagreement. Tasks with fewer than two votes say nothing and are left out. Nil
/// without a pair of votes, or when only one label was ever given (chance agreement is then complete).
public enum KrippendorffAlpha {
    /// α for labels without order.
    public static func nominal(_ votes: VoteTable) -> Double? { nominal(LabelPatterns(Ratings(votes))) }

    /// α for labels without order, from patterns of votes.
    public static func nominal(_ patterns: LabelPatterns) -> Double? {
        value(patterns, level: .nominal, values: [])
    }

    /// α for labels without order when the patterns occur `times` times each instead, as in a bootstrap's replicate.
    public static func nominal(_ patterns: LabelPatterns, times: [Int]) -> Double? {
        precondition(times.count == patterns.times.count, "each pattern occurs some number of times")
        var sums = AgreementSums(labelCount: patterns.labelCount)
        sums.add(patterns, times: times)
        let alpha = sums.nominalAlpha
        return alpha.isNaN ? nil : alpha
    }

    /// α at a level of measurement.
    ///
    /// - Parameters:
    ///   - patterns: the votes.
    ///   - level: what the labels' values mean.
    ///   - values: the value of each label, ascending; for the nominal and the ordinal level it may be empty.
    /// - Returns: α, at most 1; nil where undefined.
    public static func value(_ patterns: LabelPatterns, level: MeasurementLevel, values: [Double]) -> Double? {
        let metric = AlphaMetric(patterns, level: level, values: values)
        var sums = AgreementSums(labelCount: patterns.labelCount)
        sums.add(patterns, times: patterns.times)
        let alpha = metric.alpha(patterns, times: patterns.times, sums: sums)
        return alpha.isNaN ? nil : alpha
    }
}
