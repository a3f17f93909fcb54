import TandemStatistics
import TandemTabular

/// KPI 3: how much faster labeling became: the mean active time of a label now against the first 200 manual ones.
///
/// Speed-up = (T_base − T_now) ÷ T_base, with a bootstrap interval; the newest third of what followed the base is "now".
enum LabelingTime {
    static let definition = KPIDefinition(
        "labeling_time", "Time to label data", "30 to 50 % faster as the process scales", .atLeast(0.3), unit: "ratio")
    static let base = 200

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let labels = events.annotations.filter { $0.text("task_kind") ?? "label" == "label" }
        let manual = labels.filter { $0.text("mode") != "suggested" }.compactMap { $0.number("active_ms") }
        let first = Array(manual.prefix(base))
        guard first.count == base else {
            return KPIResult(
                definition, nil, missing: "needs \(base - first.count) more manual labels for the base",
                details: means(labels.compactMap { $0.number("active_ms") }))
        }
        let later = labels.dropFirst(base).compactMap { $0.number("active_ms") }
        let now = Array(later.suffix(max(50, later.count / 3)))
        guard now.count >= 50 else {
            return KPIResult(
                definition, nil, missing: "needs \(50 - now.count) more labels after the first \(base)",
                details: means(later))
        }
        let all = first + now
        let estimate = Bootstrap(seed: events.seed, replicates: 1_000).estimate(rows: all.count) { rows in
            speedUp(rows, all)
        }
        var details = means(now)
        details["base_mean_ms"] = .number(mean(first))
        return KPIResult(definition, estimate, denominator: Double(now.count), details: details)
    }

    /// Rows below `base` stand for the base, the others for now; nil when a replicate drew none of one side.
    private static func speedUp(_ rows: [Int], _ values: [Double]) -> Double? {
        var sums = (0.0, 0.0)
        var counts = (0, 0)
        for row in rows {
            if row < base {
                sums.0 += values[row]
                counts.0 += 1
            } else {
                sums.1 += values[row]
                counts.1 += 1
            }
        }
        guard counts.0 > 0, counts.1 > 0, sums.0 > 0 else { return nil }
        return 1 - (sums.1 / Double(counts.1)) / (sums.0 / Double(counts.0))
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    private static func means(_ values: [Double]) -> [String: JSONValue] {
        guard !values.isEmpty else { return [:] }
        return ["mean_ms": .number(mean(values)), "median_ms": .number(Quantiles.median(values) ?? 0)]
    }
}
