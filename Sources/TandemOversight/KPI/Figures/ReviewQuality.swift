import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 8: the share of reviews that corrected what they saw, for AI outputs and human labels apart.
///
/// A decision that a person answers differently than the model proposed counts as a correction of the AI's output.
/// Beside it the catch rate on seeded errors: without it rubber-stamping would score best.
enum ReviewQuality {
    static let definition = KPIDefinition(
        "review_quality", "Human review quality", "fewer than 20 % corrected", .atMost(0.2))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let reviews = events[.reviewDecided].filter { $0.text("decision") != "abstain" }
        let plain = reviews.filter { !$0.flag("seeded") }
        let seeded = reviews.filter { $0.flag("seeded") }
        guard !plain.isEmpty else {
            return KPIResult(definition, nil, missing: "needs reviews: answers to cases that the model proposed for")
        }
        var details: [String: JSONValue] = [:]
        for target in ["ai", "human"] {
            let those = plain.filter { $0.text("target") == target }
            guard let share = Estimate.wilson(successes: corrected(those), of: those.count) else { continue }
            details[target] = [
                "value": .number(share.value), "lower": .number(share.lower), "upper": .number(share.upper),
                "n": JSONValue(share.n),
            ]
        }
        if let caught = Estimate.wilson(successes: corrected(seeded), of: seeded.count) {
            details["seeded_errors_caught"] = [
                "value": .number(caught.value), "lower": .number(caught.lower), "upper": .number(caught.upper),
                "n": JSONValue(caught.n),
            ]
        }
        return .ratio(definition, corrected(plain), of: plain.count, noun: "reviews", details: details)
    }

    private static func corrected(_ reviews: [KPIEvent]) -> Int {
        reviews.count { $0.text("decision") == "correct" }
    }
}
