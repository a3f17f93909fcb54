import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 2: how much better the model became by the human batch, on the same frozen evaluation set.
///
/// 100·(M(v₁, E) − M(v₀, E)) ÷ M(v₀, E) for accuracy, F1 beside it; v₁ is the newest promoted model that was not
/// rolled back, v₀ the one it replaced. v₁′, trained in the same job without the new human labels, stands beside it, so that the gain is attributed
/// to people and not to time.
enum ModelImprovement {
    static let definition = KPIDefinition(
        "model_improvement", "Model performance improvement", "5 to 10 % higher accuracy or F1", .atLeast(5),
        unit: "percent", reads: [.modelPromoted, .modelRolledBack, .modelEvaluated, .modelTrained])

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        guard let promotion = events.standingPromotion,
            let before = promotion.text("previous")
        else { return KPIResult(definition, missing: "needs a second promoted model, to compare with the first") }
        let after = promotion.subject
        guard let pair = Judgment.common([before, after], events) else {
            return KPIResult(definition, missing: "the last two models were not judged on the same frozen labels")
        }
        let comparison = JudgmentPair(pair[0], pair[1])
        guard let gain = comparison.gain(.accuracy, events.draws) else {
            return KPIResult(definition, missing: "the model before got nothing right, so no percentage of it exists")
        }
        var result = KPIResult(definition, gain.value, gain.interval, n: pair[1].n)
        if result.verdict == .notYetProven {
            result.missing =
                gain.value < 5
                ? "the gain is below 5 % so far" : "needs more evaluation items: the interval reaches across 5 %"
        }
        result.details = details(comparison, gain, events)
        result.details["model"] = .string(after)
        result.details["previous"] = .string(before)
        result.details["eval_hash"] = .string(pair[0].hash)
        if let people = people(of: after, pair[1], events) { result.details["without_people"] = people }
        return result
    }

    private static func details(
        _ pair: JudgmentPair, _ gain: JudgmentPair.Gain, _ events: KPIEvents
    ) -> [String: JSONValue] {
        var details: [String: JSONValue] = [
            "metric": "accuracy", "before": .number(gain.before), "after": .number(gain.after),
            "paired": .bool(pair.isPaired),
        ]
        if let f1 = pair.gain(.f1, events.draws) {
            details["f1_before"] = .number(f1.before)
            details["f1_after"] = .number(f1.after)
            details["f1_relative_percent"] = .estimate(f1.value, f1.interval)
        }
        if let test = pair.mcNemar {
            details["mcnemar_p"] = .number(test.exact)
            details["only_before_right"] = JSONValue(test.onlyFirst)
            details["only_after_right"] = JSONValue(test.onlySecond)
        }
        return details
    }

    /// The arm of the same job that did not see people's new labels, and what their labels added to it.
    private static func people(of model: String, _ after: Judgment, _ events: KPIEvents) -> JSONValue? {
        guard let job = events[.modelTrained].last(where: { $0.subject == model })?.correlation,
            let arm = events[.modelTrained].last(where: {
                $0.correlation == job && $0.text("arm") == "without_people" && $0.subject != model
            }),
            let pair = Judgment.common([arm.subject, model], events), pair[0].hash == after.hash
        else { return nil }
        let comparison = JudgmentPair(pair[0], pair[1])
        guard let gain = comparison.gain(.accuracy, events.draws) else { return nil }
        var members: [String: JSONValue] = [
            "model": .string(arm.subject), "accuracy": .number(gain.before),
            "people_added_percent": .estimate(gain.value, gain.interval),
        ]
        if let test = comparison.mcNemar { members["mcnemar_p"] = .number(test.exact) }
        return .object(members)
    }
}
