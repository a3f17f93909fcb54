import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 7: how long a label waits until a model that learned from it is live.
///
/// Per promotion: over the answers to items that no promoted model had used before, from the answer to the promotion.
/// Met when the interval of the latest update's 90 % quantile lies below 48 hours.
enum UpdateTurnaround {
    static let definition = KPIDefinition(
        "update_turnaround", "Turnaround time for model updates", "90 % of labels within 48 hours", .atMost(48),
        unit: "hours",
        reads: [.annotationSubmitted, .consensusResolved, .snapshotCreated, .modelTrained, .modelPromoted])
    static let hour = 3_600_000.0

    private struct Update {
        let promotion: PlainEvent
        let waits: [Double]
        let asked: [Double]
        let isEstimated: Bool
    }

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let updates = updates(events).filter { !$0.waits.isEmpty }
        guard let latest = updates.last, let value = Quantiles.ofSorted(latest.waits, at: 0.9) else {
            return KPIResult(definition, missing: "needs a promoted model that learned from people's labels")
        }
        var result = KPIResult(
            definition, value, events.draws.quantile(sorted: latest.waits, at: 0.9), n: latest.waits.count)
        result.isEstimated = latest.isEstimated
        if latest.isEstimated {
            result.missing =
                "the promotion used more labels than an event names; labels settled since the one before stand in"
        } else if result.verdict == .notYetProven {
            result.missing = "the interval reaches across 48 hours"
        }
        result.details = parts(of: latest, events)
        result.details["updates"] = .array(
            updates.suffix(20).map { update in
                [
                    "model": .string(update.promotion.subject), "labels": JSONValue(update.waits.count),
                    "p50_hours": .number(Quantiles.ofSorted(update.waits, at: 0.5) ?? 0),
                    "p90_hours": .number(Quantiles.ofSorted(update.waits, at: 0.9) ?? 0),
                ]
            })
        return result
    }

    private static func updates(_ events: KPIEvents) -> [Update] {
        let snapshots = Dictionary(events[.snapshotCreated].map { ($0.subject, $0.at) }, uniquingKeysWith: { $1 })
        var byItem: [Int32: [Answer]] = [:]
        for answer in events.answers where answer.isVote && answer.kind != .other && answer.purpose != .again {
            byItem[answer.item, default: []].append(answer)
        }
        var used: Set<Int32> = []
        return events[.modelPromoted].map { promotion in
            let taken = promotion.text("snapshot").flatMap { snapshots[$0] } ?? promotion.at
            var items = (promotion.facts["items"]?.array ?? []).compactMap(\.string).compactMap(
                events.names.items.known)
            let isEstimated = promotion.facts["items"] == nil && (promotion.int("labels_first_used") ?? 0) > 0
            if isEstimated { items = events.settled.filter { $0.at <= taken && !used.contains($0.item) }.map(\.item) }
            let fresh = Set(items).subtracting(used)
            used.formUnion(fresh)
            let answers = fresh.flatMap { byItem[$0] ?? [] }.filter { $0.at <= taken }
            func hours(until end: Int) -> [Double] {
                answers.map { Double(end - $0.at.milliseconds) / hour }.sorted()
            }
            return Update(
                promotion: promotion, waits: hours(until: promotion.at.milliseconds),
                asked: promotion.int("requested_at").map { hours(until: $0) } ?? [], isEstimated: isEstimated)
        }
    }

    /// Where the time went: waiting for somebody to ask for a training, in the queue, training, judging, approving.
    private static func parts(of update: Update, _ events: KPIEvents) -> [String: JSONValue] {
        let promotion = update.promotion
        var parts: [String: JSONValue] = [
            "model": .string(promotion.subject), "p50_hours": .number(Quantiles.ofSorted(update.waits, at: 0.5) ?? 0),
            "p90_hours": .number(Quantiles.ofSorted(update.waits, at: 0.9) ?? 0),
        ]
        if let wait = Quantiles.ofSorted(update.asked, at: 0.5) { parts["label_wait_p50_hours"] = .number(wait) }
        guard let asked = promotion.int("requested_at"), let started = promotion.int("started_at"),
            let judged = promotion.int("judged_at")
        else { return parts }
        let trained = events[.modelTrained].last { $0.subject == promotion.subject }?.number("train_ms") ?? 0
        parts["queue_hours"] = .number(Double(started - asked) / hour)
        parts["train_hours"] = .number(trained / hour)
        parts["evaluate_hours"] = .number((Double(judged - started) - trained) / hour)
        parts["approve_hours"] = .number(Double(promotion.at.milliseconds - judged) / hour)
        return parts
    }
}
