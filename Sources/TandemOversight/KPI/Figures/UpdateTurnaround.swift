import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 7: how long a label waits until a model that learned from it is live.
///
/// Per promotion: for the items first used in its snapshot, from the annotation that settled them to the promotion.
/// Met when the 90 % quantile of the latest update is at most 48 hours.
enum UpdateTurnaround {
    static let definition = KPIDefinition(
        "update_turnaround", "Turnaround time for model updates", "90 % of labels within 48 hours", .atMost(48),
        unit: "hours")

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var answered: [String: Instant] = [:]
        for event in events.annotations {
            if let item = event.text("item"), answered[item] == nil { answered[item] = event.at }
        }
        let snapshots = Dictionary(
            events[.snapshotCreated].map { ($0.subject, items($0)) }, uniquingKeysWith: { first, _ in first })
        var used: Set<String> = []
        var waits: [Double] = []
        for promotion in events[.modelPromoted] {
            guard let snapshot = promotion.text("snapshot"), let items = snapshots[snapshot] else { continue }
            let new = items.filter { !used.contains($0) }
            used.formUnion(new)
            let times = new.compactMap { answered[$0] }.filter { $0 <= promotion.at }
            if !times.isEmpty { waits = times.map { Double(promotion.at.since($0)) / 3_600_000 } }
        }
        guard !waits.isEmpty else {
            return KPIResult(definition, nil, missing: "needs a promoted model that learned from people's labels")
        }
        let estimate = Bootstrap(seed: events.seed, replicates: 1_000).estimate(rows: waits.count) { rows in
            Quantiles.value(rows.map { waits[$0] }, at: 0.9)
        }
        let details: [String: JSONValue] = [
            "p50_hours": .number(Quantiles.value(waits, at: 0.5) ?? 0),
            "p90_hours": .number(Quantiles.value(waits, at: 0.9) ?? 0),
        ]
        return KPIResult(definition, estimate, denominator: Double(waits.count), details: details)
    }

    private static func items(_ event: KPIEvent) -> [String] {
        (event.facts["items"]?.array ?? []).compactMap(\.string)
    }
}
