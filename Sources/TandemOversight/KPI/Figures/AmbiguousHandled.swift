import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 4: the share of items flagged as ambiguous, and how many of those a person then settled or reviewed.
enum AmbiguousHandled {
    static let definition = KPIDefinition(
        "ambiguous_handled", "Ambiguous data handled", "fewer than 10 % flagged, and people settle them", .atMost(0.1),
        reads: [.itemIngested, .itemsImported, .itemFlagged, .consensusResolved, .reviewDecided])

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let ingested = events.ingested.reduce(0) { $0 + $1.count }
        guard ingested > 0 else { return KPIResult(definition, missing: "needs items") }
        var flagged: [Int32: Moment] = [:]
        for flag in events.flagged where flagged[flag.item] == nil { flagged[flag.item] = flag.at }
        var touched: [Int32: Moment] = [:]
        for settled in events.settled where flagged[settled.item] != nil { touched[settled.item] = settled.at }
        for verdict in events.verdicts where verdict.verdict != .abstain && flagged[verdict.item] != nil {
            touched[verdict.item] = max(verdict.at, touched[verdict.item] ?? verdict.at)
        }
        let handled = flagged.count { item, at in touched[item].map { $0.milliseconds >= at.milliseconds } ?? false }
        // Items of before the window may be flagged in it; a share above one would say nothing.
        var result = KPIResult(definition, min(flagged.count, ingested), of: ingested, noun: "items")
        result.details = [
            "flagged": JSONValue(flagged.count), "ingested": JSONValue(ingested),
            "handled": .share(handled, of: flagged.count),
        ]
        return result
    }
}
