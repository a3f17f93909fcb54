import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 5: what a final label costs: active hours at each person's rate, checks included, and costs that were posted.
///
/// Target: falling. The trend is Theil–Sen's slope over months (days while there are fewer than three months), its
/// proof Mann–Kendall's one-sided p.
enum CostPerLabel {
    static let definition = KPIDefinition(
        "cost_per_label", "Cost per label", "falling as the process scales", unit: "cost")

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let rates = Rates(events[.rateSet])
        let work = events.annotations + events[.reviewDecided]
        let costs = work.compactMap { event in
            rates.perHour(event.actor, at: event.at).map { (event.at, $0 * (event.number("active_ms") ?? 0) / 3_600_000) }
        }
        let posted = events[.costPosted].map { ($0.at, $0.number("amount") ?? 0) }
        let labels = events[.consensusResolved].map(\.at)
        guard !labels.isEmpty, !(costs.isEmpty && posted.isEmpty) else {
            let what = labels.isEmpty ? "settled labels" : "a rate for the people who label, or a posted cost"
            return KPIResult(definition, nil, missing: "needs \(what)")
        }
        let total = (costs + posted).reduce(0) { $0 + $1.1 }
        let periods = Self.periods(costs: costs + posted, labels: labels)
        let estimate = Bootstrap(seed: events.seed, replicates: 1_000).estimate(rows: periods.count) { rows in
            let labels = rows.reduce(0.0) { $0 + periods[$1].labels }
            return labels > 0 ? rows.reduce(0.0) { $0 + periods[$1].cost } / labels : nil
        }
        let series = periods.filter { $0.labels > 0 }.map { $0.cost / $0.labels }
        let trend = MannKendall(series)
        var details: [String: JSONValue] = [
            "uncosted_annotations": JSONValue(work.count - costs.count), "periods": JSONValue(series.count),
            "currency": .string(rates.currency ?? "EUR"),
        ]
        if let slope = TheilSen(x: series.indices.map(Double.init), y: series)?.slope { details["slope"] = .number(slope) }
        if let trend { details["p_falling"] = .number(trend.pValueFalling) }
        let verdict: Target.Verdict =
            series.count < 4 ? .notYetProven : (trend?.pValueFalling ?? 1) < 0.05 ? .met : .notYetProven
        return KPIResult(
            definition, estimate, verdict: verdict,
            missing: series.count < 4 ? "needs \(4 - series.count) more periods for a trend" : nil, numerator: total,
            denominator: Double(labels.count), details: details)
    }

    private static func periods(
        costs: [(Instant, Double)], labels: [Instant]
    ) -> [(cost: Double, labels: Double)] {
        let all = costs.map(\.0) + labels
        let span = (all.max()?.milliseconds ?? 0) - (all.min()?.milliseconds ?? 0)
        let length = span > 90 * 86_400_000 ? 30 * 86_400_000 : 86_400_000
        var periods: [Int: (cost: Double, labels: Double)] = [:]
        for (at, cost) in costs { periods[at.milliseconds / length, default: (0, 0)].cost += cost }
        for at in labels { periods[at.milliseconds / length, default: (0, 0)].labels += 1 }
        return periods.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// What people earn an hour, from `rate.set` events; a rate holds from its date until the next.
struct Rates {
    private var byWorker: [String: [(since: Int, perHour: Double)]] = [:]
    private(set) var currency: String?

    init(_ events: [KPIEvent]) {
        for event in events {
            let since = event.text("since").flatMap { Instant(iso8601: $0) } ?? event.at
            byWorker[event.subject, default: []].append((since.milliseconds, event.number("per_hour") ?? 0))
            currency = event.text("currency") ?? currency
        }
        for worker in byWorker.keys { byWorker[worker]?.sort { $0.since < $1.since } }
    }

    func perHour(_ worker: String, at: Instant) -> Double? {
        byWorker[worker]?.last { $0.since <= at.milliseconds }?.perHour
    }
}
