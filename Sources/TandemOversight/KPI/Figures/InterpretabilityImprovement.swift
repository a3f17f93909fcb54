import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 10: whether explanations help the people who read them.
///
/// The share of ratings of 4 or 5 must have a lower bound above one half; the objective twin is how well people predict
/// the model with an explanation against without.
enum InterpretabilityImprovement {
    static let definition = KPIDefinition(
        "interpretability", "Model interpretability improvement", "more than half rate the explanation 4 or 5",
        .atLeast(0.5))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let ratings = events[.explanationRated].compactMap { $0.number("rating") }
        var details: [String: JSONValue] = [:]
        for (name, shown) in [("with_explanation", true), ("without_explanation", false)] {
            let probes = events[.explanationProbe].filter { $0.flag("with_explanation") == shown }
            guard let share = Estimate.wilson(successes: probes.count { $0.flag("correct") }, of: probes.count) else {
                continue
            }
            details[name] = [
                "value": .number(share.value), "lower": .number(share.lower), "upper": .number(share.upper),
                "n": JSONValue(share.n),
            ]
        }
        if let first = events[.modelPromoted].dropFirst().last?.at {
            let before = events[.explanationRated].filter { $0.at < first }.compactMap { $0.number("rating") }
            let after = events[.explanationRated].filter { $0.at >= first }.compactMap { $0.number("rating") }
            if let change = change(before, after) { details["mean_rating_change"] = .number(change) }
        }
        guard !ratings.isEmpty else {
            return KPIResult(
                definition, nil, missing: "needs ratings: after 1 task in 20 people are asked whether it helped",
                details: details)
        }
        return .ratio(definition, ratings.count { $0 >= 4 }, of: ratings.count, noun: "ratings", details: details)
    }

    private static func change(_ before: [Double], _ after: [Double]) -> Double? {
        guard !before.isEmpty, !after.isEmpty else { return nil }
        return after.reduce(0, +) / Double(after.count) - before.reduce(0, +) / Double(before.count)
    }
}
