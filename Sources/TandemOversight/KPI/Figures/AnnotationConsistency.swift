import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 12: how often a person gives the same answer to the same item at least 24 hours apart, blind, under the same
/// guidelines.
enum AnnotationConsistency {
    static let definition = KPIDefinition(
        "annotation_consistency", "Annotation consistency rate", "above 90 %", .atLeast(0.9))
    static let apart = 24 * 3_600_000

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var earlier: [String: [KPIEvent]] = [:]
        var agreeing = 0
        var pairs = 0
        for event in events.annotations where !event.flag("unsure") && event.text("mode") != "suggested" {
            guard let item = event.text("item"), let label = event.text("label") else { continue }
            let key = event.actor + " " + item
            let same = (earlier[key] ?? []).first {
                event.at.since($0.at) >= apart && $0.number("guideline_version") == event.number("guideline_version")
            }
            if let same {
                pairs += 1
                agreeing += same.text("label") == label ? 1 : 0
            }
            earlier[key, default: []].append(event)
        }
        guard pairs > 0 else {
            return KPIResult(definition, nil, missing: "needs repeats: items the same person answers again a day later")
        }
        return .ratio(definition, agreeing, of: pairs, noun: "repeated items")
    }
}
