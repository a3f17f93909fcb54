import TandemLabeling
import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 1: the share of labels by people that are correct, measured on items whose answer is known.
///
/// Answers that carried a wrong suggestion on purpose are left out: they measure attention (KPI 8). Without gold the
/// mean posterior of the given labels under one-coin Dawid–Skene, shown as estimated.
enum LabelingAccuracy {
    static let definition = KPIDefinition(
        "labeling_accuracy", "Labeling accuracy", "above 95 %", .atLeast(0.95), reads: [.annotationSubmitted, .goldSet])

    private struct Tally {
        var correct = 0
        var n = 0

        mutating func add(_ isCorrect: Bool) {
            n += 1
            correct += isCorrect ? 1 : 0
        }
    }

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let gold = gold(events)
        var all = Tally()
        var blind = Tally()
        var simulated = 0
        var workers: [Int32: Tally] = [:]
        var classes: [Int32: Tally] = [:]
        for answer in events.answers where answer.isVote && answer.purpose != .seeded {
            let truth = answer.gold >= 0 ? answer.gold : gold[answer.item] ?? -1
            guard truth >= 0 else { continue }
            let isCorrect = answer.value == truth
            all.add(isCorrect)
            if answer.purpose == .gold { blind.add(isCorrect) }
            workers[answer.worker, default: Tally()].add(isCorrect)
            classes[truth, default: Tally()].add(isCorrect)
            simulated += answer.isSimulated ? 1 : 0
        }
        guard all.n > 0 else { return estimated(events) }
        var result = KPIResult(definition, all.correct, of: all.n, noun: "answers to gold items")
        result.details = [
            "by_worker": .object(
                Dictionary(uniqueKeysWithValues: workers.map { (events.names.workers.names[Int($0)], share($1)) })),
            "by_label": .object(
                Dictionary(
                    classes.map { (events.names.text(ofValue: $0), share($1)) }, uniquingKeysWith: { first, _ in first }
                )),
            "unannounced_gold": share(blind), "simulated": JSONValue(simulated),
        ]
        return result
    }

    private static func share(_ tally: Tally) -> JSONValue { .share(tally.correct, of: tally.n) }

    /// The known answers by item; the latest counts.
    static func gold(_ events: KPIEvents) -> [Int32: Int32] {
        var gold: [Int32: Int32] = [:]
        for event in events[.goldSet] {
            guard let item = events.names.items.known(event.text("item") ?? event.subject) else { continue }
            gold[item] = events.names.known(event.facts)
        }
        return gold
    }

    private static func estimated(_ events: KPIEvents) -> KPIResult {
        let votes = FirstPass.votes(events)
        let count = max(2, events.labelCount)
        guard events.labelCount > 0, let table = try? VoteTable(votes, labelCount: count), table.voteCount > 0,
            let accuracy = OneCoinDawidSkene().fit(table).estimatedAccuracy(of: table)
        else { return KPIResult(definition, missing: "needs gold items: set the answer of some items as gold") }
        // The mean posterior has no sampling model of its own, so it stands without an interval.
        var result = KPIResult(definition, accuracy, nil, n: table.voteCount)
        result.missing = "estimated from agreement alone; needs gold items for a verdict"
        result.isEstimated = true
        result.numerator = accuracy * Double(table.voteCount)
        result.denominator = Double(table.voteCount)
        return result
    }
}
