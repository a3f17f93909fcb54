import TandemLabeling
import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 1: the share of labels by people that are correct, measured on items whose answer is known.
///
/// Without gold the mean posterior of the given labels under one-coin Dawid–Skene, shown as estimated.
enum LabelingAccuracy {
    static let definition = KPIDefinition(
        "labeling_accuracy", "Labeling accuracy", "above 95 %", .atLeast(0.95))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let (correct, n, workers) = measured(events)
        guard n > 0 else { return estimated(events) }
        return .ratio(
            definition, correct, of: n, noun: "answers to gold items",
            details: ["by_worker": .object(workers.mapValues { ["correct": JSONValue($0.0), "n": JSONValue($0.1)] })])
    }

    private static func measured(_ events: KPIEvents) -> (Int, Int, [String: (Int, Int)]) {
        var gold: [String: String] = [:]
        for event in events[.goldSet] { gold[event.subject] = event.text("label") }
        var correct = 0
        var n = 0
        var workers: [String: (Int, Int)] = [:]
        for event in events.annotations where !event.flag("unsure") {
            guard let item = event.text("item"), let truth = event.text("gold_label") ?? gold[item],
                let label = event.text("label")
            else { continue }
            let isCorrect = label == truth
            n += 1
            correct += isCorrect ? 1 : 0
            let before = workers[event.actor] ?? (0, 0)
            workers[event.actor] = (before.0 + (isCorrect ? 1 : 0), before.1 + 1)
        }
        return (correct, n, workers)
    }

    private static func estimated(_ events: KPIEvents) -> KPIResult {
        let votes = Votes.firstPass(events)
        guard let table = try? VoteTable(votes, labelCount: max(2, events.labels.count)), table.voteCount > 0,
            let accuracy = OneCoinDawidSkene().fit(table).estimatedAccuracy(of: table)
        else { return KPIResult(definition, nil, missing: "needs gold items: set the answer of some items as gold") }
        let n = table.voteCount
        // The posterior mean has no sampling model of its own; Wilson at the same n says at least how little n is.
        let estimate = Estimate.wilson(successes: Int((accuracy * Double(n)).rounded()), of: n)
        return KPIResult(
            definition, estimate, verdict: .notYetProven,
            missing: "estimated from agreement alone; needs gold items for a verdict", isEstimated: true,
            numerator: accuracy * Double(n), denominator: Double(n))
    }
}
