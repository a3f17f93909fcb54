import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 2: how much better the model became by the human batch, on the same frozen evaluation set.
///
/// 100·(M(v₁, E) − M(v₀, E)) ÷ M(v₀, E) for accuracy, F1 beside it; v₁ is the newest promoted model, v₀ the one it
/// replaced; the interval is the paired bootstrap's that the promotion recorded. v₁′, retrained without the new human
/// labels, stands beside it, so that the gain is attributed to people and not to time.
enum ModelImprovement {
    static let definition = KPIDefinition(
        "model_improvement", "Model performance improvement", "5 to 10 % higher accuracy or F1", .atLeast(5),
        unit: "percent")

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        guard let promotion = events[.modelPromoted].last(where: { $0.facts["comparison"]?.object != nil }),
            let comparison = promotion.facts["comparison"]
        else {
            return KPIResult(
                definition, nil, missing: "needs a second promoted model, compared with the first on the same items")
        }
        guard let value = comparison["relative_percent"]?.number, let lower = comparison["relative_lower"]?.number,
            let upper = comparison["relative_upper"]?.number, let n = comparison["n"]?.int
        else { return KPIResult(definition, nil, missing: "the last comparison has no interval: more evaluation items") }
        let estimate = Estimate(
            value: value, lower: lower, upper: upper, n: n, confidence: 0.95, method: .percentileBootstrap)
        var details = comparison.object ?? [:]
        details["model"] = .string(promotion.subject)
        let missing = lower < 5 && upper >= 5 ? "needs more evaluation items: the interval reaches across 5 %" : nil
        return KPIResult(definition, estimate, missing: missing, denominator: Double(n), details: details)
    }
}
