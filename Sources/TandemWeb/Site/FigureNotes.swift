import TandemTabular
import TandemWorkflow

/// The sentences under a figure: the figures that belong beside it.
enum FigureNotes {
    /// What the card of a figure tells besides value, interval, n and target.
    static func text(_ kpi: KPIView) -> String {
        let details = Details(json: kpi.details)
        let sentences = known(kpi.key, details, kpi) ?? others(kpi)
        return (sentences + [simulated(details, of: kpi)]).compactMap(\.self).map { $0 + "." }.joined(separator: " ")
    }

    /// The sentences of a figure we know; nil for one that was added later.
    private static func known(_ key: String, _ details: Details, _ kpi: KPIView) -> [String?]? {
        switch key {
        case "labeling_accuracy": [details.perLabel("by_label")]
        case "model_improvement":
            [
                details.change("before", "after").map { "Accuracy \($0)" },
                details.change("f1_before", "f1_after").map { "F1 \($0)" },
                details.number("mcnemar_p").map { "McNemar p = \(Show.three($0))" },
            ]
        case "labeling_time":
            [
                details.durations("base_mean_ms", "mean_ms").map { "Mean \($0)" },
                details.durations("base_median_ms", "median_ms").map { "Median \($0)" },
            ]
        case "ambiguous_handled": [flagged(details)]
        case "cost_per_label": [cost(details)]
        case "consensus_rate":
            [details.number("krippendorff_alpha", "value").map { "Krippendorff’s alpha \(Show.three($0))" }]
        case "update_turnaround": [turnaround(details), approval(details)]
        case "review_quality": [reviews(details), details.share("seeded_errors_caught", "of seeded errors caught")]
        case "bias_reduction": [gap(details)]
        case "interpretability":
            [details.number("mean_rating").map { "Mean rating \(Show.decimal($0)) of 5" }, foreseen(details)]
        case "collaboration_ratio":
            [details.share("last_100", "of the last 100 decisions by people", counted: false)]
        case "annotation_consistency": ["The same item, asked again of the same person a day later"]
        default: nil
        }
    }

    private static func flagged(_ details: Details) -> String? {
        guard let flagged = details.number("flagged"), let all = details.number("ingested") else { return nil }
        let settled = details.number("handled", "value").map { "; people settled \(Show.percent($0)) of those" }
        return "\(Show.count(Int(flagged))) of \(Show.count(Int(all))) items were ambiguous\(settled ?? "")"
    }

    private static func cost(_ details: Details) -> String? {
        guard let work = details.number("work_cost") else { return nil }
        let currency = details.text("currency") ?? ""
        let posted = details.number("posted_cost").flatMap {
            $0 > 0 ? " and \(Show.decimal($0)) \(currency) posted" : nil
        }
        let falling = details.number("p_falling").map { "; falling with p = \(Show.three($0))" }
        return "\(Show.decimal(work)) \(currency) of work\(posted ?? "")\(falling ?? "")"
    }

    private static func turnaround(_ details: Details) -> String? {
        guard let half = details.number("p50_hours"), let most = details.number("p90_hours") else { return nil }
        return "From answer to live model: half within \(Show.decimal(half)) h, 90% within \(Show.decimal(most)) h"
    }

    private static func approval(_ details: Details) -> String? {
        details.number("approve_hours").map { "Approval took \(Show.duration(Int(3_600_000 * $0)))" }
    }

    private static func reviews(_ details: Details) -> String? {
        let parts = [
            details.share("ai", "of the model’s answers changed"),
            details.share("ai_unseen", "of those judged blind"),
            details.share("human", "of people’s answers changed"),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func gap(_ details: Details) -> String? {
        guard let metric = details.text("metric"), let after = details.number("after", metric) else { return nil }
        let before = details.number("before", metric).map { "\(Show.three($0)) before, " }
        return "Gap between groups in \(metric.replacing("_", with: " ")): \(before ?? "")\(Show.three(after)) now"
    }

    private static func foreseen(_ details: Details) -> String? {
        let with = details.share("with_explanation", "with the explanation")
        let without = details.share("without_explanation", "without it")
        guard let with, let without else { return nil }
        return "The model’s answer foreseen: \(with), \(without)"
    }

    private static func simulated(_ details: Details, of kpi: KPIView) -> String? {
        guard let count = details.number("simulated"), count > 0 else { return nil }
        let all = Int(count) >= kpi.n && kpi.key != "cost_per_label" ? "All" : Show.count(Int(count)) + " answers"
        return "\(all) by simulated people"
    }

    // A figure without sentences of its own: its details, name by name.

    private static func others(_ kpi: KPIView) -> [String?] {
        let members = (kpi.details.object ?? [:]).filter { !["text", "currency", "simulated"].contains($0.key) }
        return members.sorted { $0.key < $1.key }.prefix(4).map { name, value in
            let words = TaskScreen.words(name)
            return switch value {
            case .string(let text): "\(words): \(text)"
            case .number(let number): "\(words) \(Show.three(number))"
            case .bool(let flag): "\(words): \(flag ? "yes" : "no")"
            case .null, .array, .object: nil
            }
        }
    }
}

/// A figure's details, read by name.
private struct Details {
    let json: JSONValue

    func number(_ names: String...) -> Double? {
        names.reduce(json as JSONValue?) { $0?[$1] }?.number
    }

    func text(_ name: String) -> String? { json[name]?.string }

    /// `0.878 → 0.867`.
    func change(_ before: String, _ after: String) -> String? {
        guard let first = number(before), let second = number(after) else { return nil }
        return "\(Show.three(first)) → \(Show.three(second))"
    }

    /// `18.6 s at first, 8.1 s now`.
    func durations(_ before: String, _ after: String) -> String? {
        guard let first = number(before), let second = number(after) else { return nil }
        let duration = { (value: Double) in Show.duration(Int(value.rounded())) }
        return "\(duration(first)) at first, \(duration(second)) now"
    }

    /// `12.3% of what it says (n = 1,558)`; nil without a case.
    func share(_ name: String, _ words: String, counted: Bool = true) -> String? {
        guard let value = number(name, "value"), let n = number(name, "n"), n > 0 else { return nil }
        return "\(Show.percent(value)) \(words)" + (counted ? " (n = \(Show.count(Int(n))))" : "")
    }

    /// `Legitimate 92.2% (n = 102), Phishing 91.1% (n = 45)`.
    func perLabel(_ name: String) -> String? {
        let parts = (json[name]?.object ?? [:]).sorted { $0.key < $1.key }.compactMap { label, estimate -> String? in
            guard let value = estimate["value"]?.number, let n = estimate["n"]?.number else { return nil }
            return "\(TaskScreen.words(label)) \(Show.percent(value)) (n = \(Show.count(Int(n))))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
