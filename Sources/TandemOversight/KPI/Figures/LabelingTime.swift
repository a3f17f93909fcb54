import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 3: how much faster labeling became: the mean active time of a label now against the first 200 manual ones.
///
/// Speed-up = (T_base − T_now) ÷ T_base; the newest third of what followed the base is "now", with or without the
/// model's answer in view, since being faster with it is the point. Each interval draws base and now apart.
enum LabelingTime {
    static let definition = KPIDefinition(
        "labeling_time", "Time to label data", "30 to 50 % faster as the process scales", .atLeast(0.3),
        reads: [.annotationSubmitted])
    static let base = 200
    static let least = 50

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let labels = events.answers.filter {
            $0.isCounted && $0.kind == .label && $0.activeMilliseconds >= 0 && $0.purpose != .again
                && $0.purpose != .seeded
        }
        let manual = labels.indices.filter { !labels[$0].isSuggested }.prefix(base)
        guard manual.count == base, let end = manual.last else {
            var result = KPIResult(definition, missing: "needs \(base - manual.count) more manual labels for the base")
            result.details = means(labels)
            result.n = labels.count
            return result
        }
        let later = labels[(end + 1)...]
        let now = later.suffix(max(least, later.count / 3))
        guard now.count >= least else {
            var result = KPIResult(
                definition, missing: "needs \(least - now.count) more labels after the first \(base)")
            result.details = means(labels)
            result.n = now.count
            return result
        }
        let before = manual.map { Double(labels[$0].activeMilliseconds) }
        let after = now.map { Double($0.activeMilliseconds) }
        func speedUp(_ base: Double, _ now: Double) -> Double? { base > 0 ? (base - now) / base : nil }
        guard let value = speedUp(Draws.mean(before), Draws.mean(after)) else {
            return KPIResult(definition, missing: "the first \(base) labels took no time at all")
        }
        var result = KPIResult(definition, value, events.draws.means(before, after, speedUp), n: after.count)
        if result.verdict == .notYetProven {
            result.missing = value < 0.3 ? "not 30 % faster so far" : "more labels narrow the interval"
        }
        result.details = means(Array(now)).merging(
            [
                "base_mean_ms": .number(Draws.mean(before)), "base_median_ms": .number(Quantiles.median(before) ?? 0),
                "base_simulated": JSONValue(manual.count { labels[$0].isSimulated }),
            ]) { old, _ in old }
        return result
    }

    private static func means(_ labels: [Answer]) -> [String: JSONValue] {
        guard !labels.isEmpty else { return [:] }
        let times = labels.map { Double($0.activeMilliseconds) }
        return [
            "mean_ms": .number(Draws.mean(times)), "median_ms": .number(Quantiles.median(times) ?? 0),
            "simulated": JSONValue(labels.count { $0.isSimulated }),
        ]
    }
}
