import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 9: how much smaller the gap between groups became after people stepped in, by the project's declared metric.
///
/// 1 − D(v₁, E) ÷ D(v₀, E), D = the worst gap between groups of at least 30, as `model.evaluated` events with the slice
/// `group_gap` recorded it for both models on the same evaluation set.
enum BiasReduction {
    static let definition = KPIDefinition(
        "bias_reduction", "Bias reduction", "gradual reduction of the gap between groups", .atLeast(0))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let gaps = events[.modelEvaluated].filter { $0.text("slice") == "group_gap" }
        guard !gaps.isEmpty else {
            return KPIResult(
                definition, nil, missing: "needs a column with role sensitive and a declared fairness metric")
        }
        let promoted = events[.modelPromoted].map(\.subject)
        guard let after = promoted.last, let before = promoted.dropLast().last,
            let gapAfter = gap(gaps, after), let gapBefore = gap(gaps, before), gapBefore.value > 0
        else { return KPIResult(definition, nil, missing: "needs a second promoted model with gaps on the same items") }
        let reduction = 1 - gapAfter.value / gapBefore.value
        return KPIResult(
            definition, nil, missing: "the interval needs per-group counts of both models",
            details: ["reduction": .number(reduction), "before": .number(gapBefore.value), "after": .number(gapAfter.value)])
    }

    private static func gap(_ events: [KPIEvent], _ model: String) -> (value: Double, n: Int)? {
        guard let event = events.last(where: { $0.subject == model }), let value = event.number("value") else { return nil }
        return (value, event.facts["n"]?.int ?? 0)
    }
}
