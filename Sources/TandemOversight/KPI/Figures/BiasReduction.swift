import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 9: how much smaller the gap between groups became with the newest promoted model.
///
/// 1 − D(v₁, E) ÷ D(v₀, E) on the same frozen labels, D = the widest gap between groups of at least 30 items. D is the
/// equalized-odds difference when the project names a positive label, else the accuracy gap; the other metrics stand
/// beside it. The two models' counts are drawn apart, group by label by prediction.
enum BiasReduction {
    static let definition = KPIDefinition(
        "bias_reduction", "Bias reduction", "a smaller gap between groups than before", .atLeast(0),
        reads: [.modelPromoted, .modelRolledBack, .modelEvaluated])
    /// Smaller groups are shown and not judged.
    static let leastGroup = 30

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        guard events[.modelEvaluated].contains(where: { ($0.text("slice") ?? "all") != "all" }) else {
            return KPIResult(definition, missing: "needs a fairness column in the project's settings")
        }
        guard let promotion = events.standingPromotion,
            let previous = promotion.text("previous"),
            let pair = Judgment.common([previous, promotion.subject], events)
        else { return KPIResult(definition, missing: "needs a second promoted model, judged on the same labels") }
        let names = Set(pair[0].groups.keys).intersection(pair[1].groups.keys).sorted()
        let judged = names.filter { (pair[1].groups[$0] ?? []).reduce(0, +) >= leastGroup }
        let gaps = pair.map { judgment in
            GroupGaps(
                labelCount: judgment.labelCount, positive: judgment.positive,
                groups: judged.map { judgment.groups[$0] ?? [] })
        }
        let metric: GroupGaps.Metric = pair[1].positive == nil ? .accuracy : .equalizedOdds
        guard judged.count > 1, let before = gaps[0].gap(metric), let after = gaps[1].gap(metric) else {
            return KPIResult(definition, missing: "needs two groups of at least \(leastGroup) evaluation items")
        }
        guard before > 0 else { return KPIResult(definition, missing: "there was no gap before, so none can shrink") }
        let n = judged.reduce(0) { $0 + (pair[1].groups[$1] ?? []).reduce(0, +) }
        var result = KPIResult(definition, 1 - after / before, interval(gaps, metric, n, events.draws), n: n)
        result.numerator = after
        result.denominator = before
        if result.verdict == .notYetProven { result.missing = "needs more evaluation items in each group" }
        result.details = [
            "metric": .string(metric.rawValue), "before": gaps[0].json, "after": gaps[1].json,
            "groups": .object(
                Dictionary(
                    uniqueKeysWithValues: names.map { ($0, JSONValue((pair[1].groups[$0] ?? []).reduce(0, +))) })),
            "model": .string(promotion.subject), "previous": .string(previous), "eval_hash": .string(pair[1].hash),
        ]
        if let slope = slope(metric, events) { result.details["slope_per_promotion"] = .number(slope) }
        return result
    }

    private static func interval(
        _ gaps: [GroupGaps], _ metric: GroupGaps.Metric, _ n: Int, _ draws: Draws
    ) -> Estimate? {
        let first = gaps[0].flat.count
        let found = draws.counts(gaps[0].flat + gaps[1].flat) { drawn in
            guard let before = gaps[0].with(drawn[..<first]).gap(metric), before > 0,
                let after = gaps[1].with(drawn[first...]).gap(metric)
            else { return nil }
            return 1 - after / before
        }
        return found.map {
            Estimate(
                value: $0.value, lower: $0.lower, upper: $0.upper, n: n, confidence: $0.confidence, method: $0.method)
        }
    }

    /// The slope of the gap over promotions by Theil and Sen; nil for fewer than three.
    private static func slope(_ metric: GroupGaps.Metric, _ events: KPIEvents) -> Double? {
        let gaps = events[.modelPromoted].compactMap { promotion in
            Judgment.common([promotion.subject], events)?.first.flatMap { judgment in
                let groups = judgment.groups.values.filter { $0.reduce(0, +) >= leastGroup }
                return GroupGaps(
                    labelCount: judgment.labelCount, positive: judgment.positive, groups: Array(groups)
                ).gap(metric)
            }
        }
        return gaps.count < 3 ? nil : TheilSen(x: gaps.indices.map(Double.init), y: gaps)?.slope
    }
}
