import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 5: what a final label costs: active hours at each person's rate, checks included, and costs that were posted.
///
/// Target: falling. The trend is Theil–Sen's slope over months (days while there are fewer than three months), its
/// proof Mann–Kendall's one-sided p. The interval draws those periods.
enum CostPerLabel {
    static let definition = KPIDefinition(
        "cost_per_label", "Cost per label", "falling as the process scales", unit: "cost",
        reads: [.annotationSubmitted, .reviewDecided, .costPosted, .rateSet, .consensusResolved])
    static let day = 86_400_000
    static let leastPeriods = 4

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let rates = Rates(events)
        let (work, unpriced) = work(events, rates)
        let posted = events[.costPosted].map { event in
            let start = event.int("period_start_ms") ?? event.at.milliseconds
            let end = event.int("period_end_ms") ?? start
            return (at: start + (end - start) / 2, cost: event.number("amount") ?? 0)
        }
        var firsts: [Int32: Int] = [:]
        for settled in events.settled where firsts[settled.item] == nil {
            firsts[settled.item] = settled.at.milliseconds
        }
        let currencies = rates.currencies.union(events[.costPosted].compactMap { $0.text("currency") })
        guard !firsts.isEmpty else { return KPIResult(definition, missing: "needs settled labels") }
        guard !(work.isEmpty && posted.isEmpty) else {
            return KPIResult(definition, missing: "needs a rate for the people who label, or a posted cost")
        }
        guard currencies.count < 2 else {
            return KPIResult(definition, missing: "costs are in \(currencies.sorted().joined(separator: " and "))")
        }
        let costs = work + posted
        let total = costs.reduce(0) { $0 + $1.cost }
        let periods = Self.periods(costs, labels: firsts.values.sorted())
        var result = KPIResult(
            definition, total / Double(firsts.count), interval(periods, firsts.count, events.draws), n: firsts.count)
        result.numerator = total
        result.denominator = Double(firsts.count)
        result.details = [
            "currency": JSONValue(orNull: currencies.first), "unpriced_answers": JSONValue(unpriced),
            "work_cost": .number(work.reduce(0) { $0 + $1.cost }),
            "posted_cost": .number(posted.reduce(0) { $0 + $1.cost }),
            "simulated": JSONValue(events.answers.count { $0.isSimulated }),
        ]
        trend(periods, &result)
        if unpriced > 0 {
            result.verdict = .notYetProven
            result.missing = "\(unpriced) answers by people without a rate are not in it"
        }
        return result
    }

    private typealias Dated = (at: Int, cost: Double)

    /// Paid time is paid, whether the answer counted or not; a review that is an answer too is paid once.
    private static func work(_ events: KPIEvents, _ rates: Rates) -> (costs: [Dated], unpriced: Int) {
        var costs: [Dated] = []
        var unpriced = 0
        func add(_ worker: Int32, _ at: Moment, _ milliseconds: Int32) {
            guard milliseconds >= 0 else { return }
            if let rate = rates.perHour(worker, at: at.milliseconds) {
                costs.append((at.milliseconds, rate * Double(milliseconds) / 3_600_000))
            } else {
                unpriced += 1
            }
        }
        for answer in events.answers { add(answer.worker, answer.at, answer.activeMilliseconds) }
        for verdict in events.verdicts { add(verdict.worker, verdict.at, verdict.activeMilliseconds) }
        return (costs, unpriced)
    }

    private static func interval(_ periods: [Period], _ n: Int, _ draws: Draws) -> Estimate? {
        guard periods.count >= leastPeriods else { return nil }
        let found = draws.counts([Int](repeating: 1, count: periods.count)) { times in
            let labels = zip(periods, times).reduce(0.0) { $0 + Double($1.1) * $1.0.labels }
            return labels > 0 ? zip(periods, times).reduce(0.0) { $0 + Double($1.1) * $1.0.cost } / labels : nil
        }
        return found.map {
            Estimate(
                value: $0.value, lower: $0.lower, upper: $0.upper, n: n, confidence: $0.confidence, method: $0.method)
        }
    }

    private static func trend(_ periods: [Period], _ result: inout KPIResult) {
        let series = periods.filter { $0.labels > 0 }
        let costs = series.map { $0.cost / $0.labels }
        result.details["periods"] = JSONValue(series.count)
        if let slope = TheilSen(x: series.map { Double($0.number) }, y: costs)?.slope {
            result.details["slope"] = .number(slope)
        }
        guard series.count >= leastPeriods, let trend = MannKendall(costs) else {
            result.missing = "needs \(max(1, leastPeriods - series.count)) more days with labels for a trend"
            return
        }
        result.details["p_falling"] = .number(trend.pValueFalling)
        let isRising = trend.statistic > 0 && trend.pValue < 0.1
        result.verdict = trend.pValueFalling < 0.05 ? .met : isRising ? .notMet : .notYetProven
        if result.verdict == .notYetProven { result.missing = "no trend is proven yet; more days with labels tell" }
    }

    private struct Period {
        let number: Int
        var cost = 0.0
        var labels = 0.0
    }

    /// Days, or blocks of 30 days once the work spans more than 90.
    private static func periods(_ costs: [Dated], labels: [Int]) -> [Period] {
        let all = costs.map(\.at) + labels
        let span = (all.max() ?? 0) - (all.min() ?? 0)
        let length = span > 90 * day ? 30 * day : day
        var periods: [Int: Period] = [:]
        for (at, cost) in costs { periods[at / length, default: Period(number: at / length)].cost += cost }
        for at in labels { periods[at / length, default: Period(number: at / length)].labels += 1 }
        return periods.values.sorted { $0.number < $1.number }
    }
}

/// What people earn an hour, from `rate.set` events; a rate holds from its date until the next.
struct Rates {
    private var byWorker: [Int32: [(since: Int, perHour: Double)]] = [:]
    private(set) var currencies: Set<String> = []

    init(_ events: KPIEvents) {
        for event in events[.rateSet] {
            guard let worker = events.names.workers.known(event.subject) else { continue }
            let since = event.int("since_ms") ?? event.at.milliseconds
            byWorker[worker, default: []].removeAll { $0.since == since }
            byWorker[worker, default: []].append((since, event.number("per_hour") ?? 0))
            if let currency = event.text("currency") { currencies.insert(currency) }
        }
        for worker in byWorker.keys { byWorker[worker]?.sort { $0.since < $1.since } }
    }

    func perHour(_ worker: Int32, at milliseconds: Int) -> Double? {
        byWorker[worker]?.last { $0.since <= milliseconds }?.perHour
    }
}
