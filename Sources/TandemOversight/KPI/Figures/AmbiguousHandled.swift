import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 4: the share of items flagged as ambiguous, and how many of those a person then settled.
enum AmbiguousHandled {
    static let definition = KPIDefinition(
        "ambiguous_handled", "Ambiguous data handled", "fewer than 10 % flagged, and people settle them", .atMost(0.1))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let flagged = Set(events[.itemFlagged].map { $0.text("item") ?? $0.subject })
        let imported = events[.itemsImported].reduce(0) { $0 + ($1.facts["count"]?.int ?? 0) }
        let ingested = imported + events[.itemIngested].count
        guard ingested > 0 else { return KPIResult(definition, nil, missing: "needs items") }
        let settled = Set(
            events[.consensusResolved].filter { $0.facts["human"]?.bool ?? true }.map { $0.text("item") ?? $0.subject }
                + events[.reviewDecided].compactMap { $0.text("item") })
        let handled = flagged.intersection(settled).count
        var details: [String: JSONValue] = ["flagged": JSONValue(flagged.count), "handled": JSONValue(handled)]
        if let share = Estimate.wilson(successes: handled, of: flagged.count) {
            details["handled_ratio"] = .number(share.value)
            details["handled_lower"] = .number(share.lower)
            details["handled_upper"] = .number(share.upper)
        }
        return .ratio(definition, min(flagged.count, ingested), of: ingested, noun: "items", details: details)
    }
}
