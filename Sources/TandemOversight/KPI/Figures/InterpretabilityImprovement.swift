import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 10: whether explanations help the people who read them.
///
/// Met when the share of ratings of 4 or 5 has a lower bound above one half and the mean rating rose since people
/// first made a new model; the objective twin is how well people predict the model with an explanation against without.
enum InterpretabilityImprovement {
    static let definition = KPIDefinition(
        "interpretability", "Model interpretability improvement",
        "more than half rate the explanation 4 or 5, and ratings rise", .atLeast(0.5),
        reads: [.explanationRated, .explanationProbe, .modelPromoted])

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let probes = probes(events)
        let ratings = events[.explanationRated].compactMap { event in event.number("rating").map { (event.at, $0) } }
        guard !ratings.isEmpty else {
            var result = KPIResult(
                definition, missing: "needs ratings: after 1 task in 20 people are asked whether it helped")
            result.details = probes
            return result
        }
        var result = KPIResult(definition, ratings.count { $0.1 >= 4 }, of: ratings.count, noun: "ratings")
        result.details = probes
        result.details["mean_rating"] = .number(Draws.mean(ratings.map(\.1)))
        result.details["simulated"] = JSONValue(
            events[.explanationRated].count { $0.facts["simulated"]?.bool ?? false })
        let start = events[.modelPromoted].dropFirst().first?.at
        let before = ratings.filter { rating in start.map { rating.0 < $0 } ?? true }.map(\.1)
        let after = ratings.filter { rating in start.map { rating.0 >= $0 } ?? false }.map(\.1)
        guard !before.isEmpty, !after.isEmpty else {
            if result.verdict == .met {
                result.verdict = .notYetProven
                result.missing = "needs ratings from before and after the first model that people's labels made"
            }
            return result
        }
        let change = events.draws.means(before, after) { $1 - $0 }
        result.details["mean_rating_change"] = .estimate(Draws.mean(after) - Draws.mean(before), change)
        if let change, result.verdict == .met, change.lower <= 0 {
            result.verdict = change.upper <= 0 ? .notMet : .notYetProven
            result.missing = change.upper <= 0 ? "ratings did not rise" : "needs more ratings to prove that they rise"
        }
        return result
    }

    /// How well people foretell the model, with an explanation and without.
    private static func probes(_ events: KPIEvents) -> [String: JSONValue] {
        var details: [String: JSONValue] = [:]
        var hits: [[Double]] = []
        for (name, isShown) in [("without_explanation", false), ("with_explanation", true)] {
            let probes = events[.explanationProbe].filter { ($0.facts["explained"]?.bool ?? false) == isShown }
            hits.append(probes.map { $0.facts["correct"]?.bool ?? false ? 1 : 0 })
            guard !probes.isEmpty else { continue }
            details[name] = .share(probes.count { $0.facts["correct"]?.bool ?? false }, of: probes.count)
        }
        if !hits[0].isEmpty, !hits[1].isEmpty {
            let gain = events.draws.means(hits[0], hits[1]) { $1 - $0 }
            details["prediction_gain"] = .estimate(Draws.mean(hits[1]) - Draws.mean(hits[0]), gain)
        }
        return details
    }
}
