import TandemLedger
import TandemTabular

/// How a model fared on a frozen evaluation set, from its `model.evaluated` events with the metric `accuracy`.
struct Judgment {
    /// The hash of the set.
    let hash: String
    /// How many labels there are.
    let labelCount: Int
    /// The index of the positive label, if the project names one.
    let positive: Int?
    /// How often each true label was given each label, truth-major.
    let counts: [Int]
    /// True and predicted label of each item in the order of items; empty when the event does not carry them.
    let truth: [Int]
    let predicted: [Int]
    /// The same counts in each group of the fairness column.
    let groups: [String: [Int]]

    var n: Int { counts.reduce(0, +) }

    /// The newest set that every one of the models was judged on, with the judgments in their order; nil without one.
    static func common(_ models: [String], _ events: KPIEvents) -> [Judgment]? {
        var found: [String: [String: [PlainEvent]]] = [:]
        var order: [String] = []
        for event in events[.modelEvaluated] where event.text("metric") == "accuracy" && models.contains(event.subject)
        {
            guard let hash = event.text("eval_hash") else { continue }
            order.append(hash)
            found[hash, default: [:]][event.subject, default: []].append(event)
        }
        for hash in order.reversed() {
            let judgments = models.compactMap { Judgment(found[hash]?[$0] ?? [], hash: hash) }
            if judgments.count == models.count { return judgments }
        }
        return nil
    }

    private init?(_ events: [PlainEvent], hash: String) {
        func counts(_ event: PlainEvent) -> [Int]? {
            let counts = event.facts["counts"]?.array?.compactMap(\.int)
            return counts?.count == event.facts["counts"]?.array?.count ? counts : nil
        }
        guard let whole = events.last(where: { $0.text("slice") == "all" }),
            let labels = whole.facts["labels"]?.array?.compactMap(\.string), let all = counts(whole),
            all.count == labels.count * labels.count
        else { return nil }
        self.hash = hash
        labelCount = labels.count
        positive = whole.text("positive").flatMap { labels.firstIndex(of: $0) }
        self.counts = all
        let truth = Self.digits(whole.text("truth"), below: labels.count)
        let predicted = Self.digits(whole.text("predicted"), below: labels.count)
        let isPaired = truth.count == predicted.count
        self.truth = isPaired ? truth : []
        self.predicted = isPaired ? predicted : []
        var groups: [String: [Int]] = [:]
        for event in events {
            guard let slice = event.text("slice"), slice != "all", let inside = counts(event), inside.count == all.count
            else { continue }
            groups[slice] = inside
        }
        self.groups = groups
    }

    /// Label indices written as base-36 digits; empty when any is out of range.
    private static func digits(_ text: String?, below count: Int) -> [Int] {
        let digits = (text ?? "").map { $0.wholeNumberValue ?? Int(String($0), radix: 36) ?? count }
        return digits.allSatisfy { $0 < count } ? digits : []
    }
}
