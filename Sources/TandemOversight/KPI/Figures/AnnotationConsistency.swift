import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 12: how often a person gives the same answer to the same item at least 24 hours apart, without the model's answer
/// in view, under the same guidelines.
///
/// Every later answer makes one pair, with the person's first answer to the item that is far enough back.
enum AnnotationConsistency {
    static let definition = KPIDefinition(
        "annotation_consistency", "Annotation consistency rate", "above 90 %", .atLeast(0.9),
        reads: [.annotationSubmitted])
    static let apart = 24 * 3_600_000
    static let month = 30 * 86_400_000

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var earlier: [Int64: [Answer]] = [:]
        var months: [Int: (agreeing: Int, pairs: Int)] = [:]
        var agreeing = 0
        var pairs = 0
        var simulated = 0
        for answer in events.answers
        where answer.isVote && !answer.isSuggested && answer.kind == .label && answer.item >= 0 {
            let key = Int64(answer.worker) << 32 | Int64(answer.item)
            let first = earlier[key]?.first {
                answer.at.milliseconds - $0.at.milliseconds >= apart && $0.guideline == answer.guideline
            }
            if let first {
                let same = first.value == answer.value ? 1 : 0
                pairs += 1
                agreeing += same
                simulated += answer.isSimulated ? 1 : 0
                let month = answer.at.milliseconds / month
                months[month, default: (0, 0)].agreeing += same
                months[month, default: (0, 0)].pairs += 1
            }
            earlier[key, default: []].append(answer)
        }
        guard pairs > 0 else {
            return KPIResult(definition, missing: "needs repeats: items the same person answers again a day later")
        }
        var result = KPIResult(definition, agreeing, of: pairs, noun: "repeated items")
        result.details = ["simulated": JSONValue(simulated)]
        let series = months.sorted { $0.key < $1.key }
        let rates = series.map { Double($0.value.agreeing) / Double($0.value.pairs) }
        if let trend = TheilSen(x: series.map { Double($0.key) }, y: rates) {
            result.details["slope_per_month"] = .number(trend.slope)
        }
        return result
    }
}
