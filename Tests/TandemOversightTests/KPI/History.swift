import TandemLedger
import TandemNumerics
import TandemOversight
import TandemTabular

/// A made-up history of a project: events as the use cases write them, from a seed.
struct History {
    static let start = Instant(milliseconds: 1_760_000_000_000)
    static let labels = ["yes", "no", "maybe"]
    static let project = "prj_history"

    private(set) var events: [KPIEvent] = []
    var now = Self.start

    /// Notes an event; a minute passes unless told otherwise.
    mutating func note(
        _ kind: EventKind, by actor: String = "tandem", _ subject: String, case correlation: String? = nil,
        after milliseconds: Int = 60_000, _ facts: [String: JSONValue] = [:]
    ) throws {
        now = now.adding(milliseconds: milliseconds)
        events.append(
            KPIEvent(
                at: now, place: events.count + 1, actor: actor, kind: kind.rawValue, subject: subject,
                correlation: correlation, facts: try JSONValue.object(facts).canonicalString))
    }

    /// Notes an answer to a label task; facts given replace the usual ones.
    mutating func answer(
        _ item: String, _ label: String?, by worker: String, task: String? = nil, after milliseconds: Int = 60_000,
        _ facts: [String: JSONValue] = [:]
    ) throws {
        var all: [String: JSONValue] = [
            "item": .string(item), "task": .string(task ?? "tsk_\(events.count)"), "task_kind": "label",
            "purpose": "work",
            "active_ms": 4000, "mode": "manual", "guideline_version": 1, "unsure": .bool(label == nil), "blind": true,
            "late": false, "counted": true, "is_gold": false, "simulated": false,
        ]
        if let label { all["label"] = .string(label) }
        all.merge(facts) { _, new in new }
        try note(.annotationSubmitted, by: worker, "ann_\(events.count)", case: item, after: milliseconds, all)
    }

    var kpis: KPIEvents { get throws { try KPIEvents(events, labels: Self.labels, seed: 7) } }

    /// The lines of an export (docs/ledger.md), hashes left out: figures do not read them.
    var lines: String {
        get throws {
            try events.map { event in
                try JSONValue.object([
                    "type": "event", "chain": "c", "seq": JSONValue(event.place), "actor": .string(event.actor),
                    "occurred_at_ms": JSONValue(event.at.milliseconds), "kind": .string(event.kind),
                    "subject": .string(event.subject), "correlation": JSONValue(orNull: event.correlation),
                    "project": .string(Self.project), "facts": .string(event.facts),
                ]).canonicalString + "\n"
            }.joined()
        }
    }
}

extension History {
    /// Months of everything: answers good and bad, late, taken back and corrected; gold; models; decisions; reviews.
    static func invented(seed: UInt64, answers: Int = 1200, withGold: Bool = true) throws -> History {
        var random = SplitMix64(seed: seed)
        var history = History()
        for worker in 0..<7 {
            let facts: [String: JSONValue] = [
                "per_hour": JSONValue(10 + worker), "currency": "EUR", "since_ms": JSONValue(start.milliseconds),
            ]
            if worker != 6 { try history.note(.rateSet, "w\(worker)", facts) }
        }
        try history.note(.itemsImported, "imp_1", ["count": 500])
        for item in 0..<50 where withGold {
            try history.note(.goldSet, "i\(item)", ["item": .string("i\(item)"), "label": .string(truth(item))])
        }
        for round in 0..<answers { try history.inventAnswer(round, &random, withGold: withGold) }
        try history.inventModels(&random)
        for decision in 0..<200 { try history.inventDecision(decision, &random) }
        for rating in 0..<60 {
            try history.note(.explanationRated, by: "w1", "tsk_r\(rating)", ["rating": JSONValue(1 + random.below(5))])
        }
        try history.note(
            .costPosted, "cst_1",
            ["amount": 12.5, "currency": "EUR", "kind": "platform", "period_start_ms": 0, "period_end_ms": 5])
        return history
    }

    private static func truth(_ item: Int) -> String { labels[item % 3] }

    private mutating func inventAnswer(_ round: Int, _ random: inout SplitMix64, withGold: Bool) throws {
        let item = random.below(250)
        let label = random.below(10) < 8 ? Self.truth(item) : Self.labels[random.below(3)]
        let worker = "w\(random.below(7))"
        var facts: [String: JSONValue] = [
            "active_ms": JSONValue(2000 + random.below(60_000) / (1 + round / 400)),
            "mode": random.below(4) == 0 ? "suggested" : "manual",
            "purpose": ["work", "work", "work", "audit", "gold", "repeat", "seeded"][random.below(7)],
            "guideline_version": JSONValue(1 + round / 900),
        ]
        if random.below(20) == 0 { (facts["late"], facts["counted"]) = (true, false) }
        if withGold, facts["purpose"] == "gold" { facts["gold_label"] = .string(Self.truth(item)) }
        let task = "tsk_\(random.below(4000))"
        let subject = "ann_\(events.count)"
        try answer(
            "i\(item)", random.below(15) == 0 ? nil : label, by: worker, task: task,
            after: random.below(20) == 0 ? 50_000_000 : 45_000, facts)
        if random.below(25) == 0 { try note(.annotationUndone, by: worker, subject, ["annotation": .string(subject)]) }
        if random.below(6) == 0 {
            try note(.itemFlagged, "i\(item)", after: 0, ["item": .string("i\(item)"), "reason": "disagreement"])
        }
        if random.below(3) == 0 {
            try note(
                .consensusResolved, "i\(item)", after: 0,
                [
                    "item": .string("i\(item)"), "label": .string(label), "human": true,
                    "source": random.below(3) == 0 ? "adjudication" : "consensus",
                ])
        }
    }

    private mutating func inventModels(_ random: inout SplitMix64) throws {
        var previous: String?
        for number in 1...3 {
            let (model, job) = ("mdl_\(number)", "job_\(number)")
            try note(.snapshotCreated, "snp_\(number)", ["n": 40])
            for (name, arm) in [(model, "with_people"), (model + "x", "without_people")] {
                try note(.modelTrained, name, case: job, ["arm": .string(arm), "train_ms": 5000])
                try judge(name, quality: arm == "with_people" ? 5 + number : 5, &random)
            }
            let items = (0..<(40 * number)).map { JSONValue.string("i\($0)") }
            var facts: [String: JSONValue] = [
                "snapshot": .string("snp_\(number)"), "requested_at": JSONValue(now.milliseconds - 9_000_000),
                "started_at": JSONValue(now.milliseconds - 8_000_000),
                "judged_at": JSONValue(now.milliseconds - 60_000),
                "labels_first_used": JSONValue(items.count), "previous": JSONValue(orNull: previous),
            ]
            facts["items"] = .array(items)
            try note(.modelPromoted, by: "w1", model, case: job, facts)
            previous = model
        }
    }

    /// A model's judgment of 300 frozen items in two groups.
    private mutating func judge(_ model: String, quality: Int, _ random: inout SplitMix64) throws {
        var (all, groups) = ([Int](repeating: 0, count: 9), [[Int]](repeating: [Int](repeating: 0, count: 9), count: 2))
        var digits = ("", "")
        for item in 0..<300 {
            let truth = item % 3
            let isWeak = item % 2 == 1 && random.below(4) == 0
            let predicted = random.below(10) < quality && !isWeak ? truth : random.below(3)
            all[truth * 3 + predicted] += 1
            groups[item % 2][truth * 3 + predicted] += 1
            digits = (digits.0 + String(truth), digits.1 + String(predicted))
        }
        for (slice, counts) in [("all", all), ("sex=a", groups[0]), ("sex=b", groups[1])] {
            var facts: [String: JSONValue] = [
                "metric": "accuracy", "slice": .string(slice), "eval_hash": "E", "positive": "yes",
                "labels": .array(Self.labels.map(JSONValue.string)), "counts": .array(counts.map { JSONValue($0) }),
            ]
            if slice == "all" { (facts["truth"], facts["predicted"]) = (.string(digits.0), .string(digits.1)) }
            try note(.modelEvaluated, model, after: 0, facts)
        }
    }

    private mutating func inventDecision(_ number: Int, _ random: inout SplitMix64) throws {
        let decision = "dec_\(number)"
        try note(.itemIngested, "x\(number)", after: 0, ["source": "decision"])
        guard random.below(4) == 0 else {
            return try note(.decisionClosed, decision, case: decision, ["decider": "auto", "label": "yes"])
        }
        let isChanged = random.below(5) == 0
        if random.below(2) == 0 {
            try note(
                .reviewDecided, by: "w2", "ann_r\(number)", case: decision,
                [
                    "target": random.below(3) == 0 ? "human" : "ai", "item": .string("x\(number)"), "active_ms": 900,
                    "decision": random.below(6) == 0 ? "abstain" : isChanged ? "correct" : "accept", "after": "no",
                    "seeded": .bool(random.below(9) == 0),
                ].merging(random.below(2) == 0 ? ["annotation": "ann_z"] : [:]) { old, _ in old })
        }
        try note(
            .decisionClosed, decision, case: decision,
            ["decider": random.below(9) == 0 ? "deadline" : "human", "proposed": "yes", "changed": .bool(isChanged)])
    }
}
