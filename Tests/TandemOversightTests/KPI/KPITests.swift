import TandemLedger
import TandemStatistics
import TandemTabular
import Testing

@testable import TandemOversight

struct KPITests {
    private func result(_ key: String, _ history: History) throws -> KPIResult {
        try #require(KPI.all(try history.kpis).first { $0.definition.key == key })
    }

    @Test func `an empty ledger gives twelve figures that say what is missing`() throws {
        let results = KPI.all(try History().kpis)
        #expect(results.count == 12)
        #expect(results.allSatisfy { $0.value == nil && $0.missing != nil && $0.verdict == .notYetProven })
    }

    @Test func `answers that were taken back, came too late or were corrected do not count`() throws {
        var history = History()
        try history.note(.goldSet, "i1", ["item": "i1", "label": "yes"])
        try history.answer("i1", "yes", by: "w1", task: "t1")
        try history.answer("i1", "no", by: "w2", task: "t2")
        try history.note(.annotationUndone, by: "w2", "ann_2", ["annotation": "ann_2"])
        try history.answer("i1", "no", by: "w3", task: "t3", ["late": true, "counted": false])
        try history.answer("i1", "no", by: "w4", task: "t4")
        try history.answer("i1", "yes", by: "w4", task: "t4")
        let found = try result("labeling_accuracy", history)
        #expect(found.numerator == 2 && found.denominator == 2)
        #expect(found.missing == "needs 71 more answers to gold items")
    }

    @Test func `wrong suggestions on purpose do not count as labeling errors`() throws {
        var history = History()
        try history.answer("i1", "yes", by: "w1", ["gold_label": "yes", "purpose": "gold"])
        try history.answer("i2", "no", by: "w1", ["gold_label": "yes", "purpose": "seeded", "mode": "suggested"])
        #expect(try result("labeling_accuracy", history).value == 1)
    }

    @Test func `time that an answer and its review share is paid once`() throws {
        var history = History()
        try history.note(.rateSet, "w1", ["per_hour": 36, "currency": "EUR", "since_ms": 0])
        try history.answer("i1", "yes", by: "w1", ["active_ms": 100_000, "mode": "suggested"])
        try history.note(
            .reviewDecided, by: "w1", "ann_1",
            ["target": "ai", "decision": "accept", "active_ms": 100_000, "annotation": "ann_1", "item": "i1"])
        try history.note(.consensusResolved, "i1", ["item": "i1", "label": "yes", "human": true])
        let found = try result("cost_per_label", history)
        #expect(found.value == 1)
        #expect(found.interval == nil && found.verdict == .notYetProven)
    }

    @Test func `two currencies make no cost`() throws {
        var history = History()
        try history.note(.consensusResolved, "i1", ["item": "i1", "label": "yes", "human": true])
        for currency in ["EUR", "USD"] {
            try history.note(.costPosted, "c" + currency, ["amount": 1, "currency": .string(currency)])
        }
        let found = try result("cost_per_label", history)
        #expect(found.value == nil && found.missing == "costs are in EUR and USD")
    }

    @Test func `few people without a certificate are no success`() throws {
        var history = History()
        for number in 0..<400 {
            try history.note(.decisionClosed, "d\(number)", ["decider": number % 10 == 0 ? "human" : "auto"])
        }
        #expect(try result("collaboration_ratio", history).verdict == .notMet)
        try history.note(.certificateIssued, "crt_1")
        #expect(try result("collaboration_ratio", history).verdict == .met)
        try history.note(.certificateWithdrawn, "crt_1")
        #expect(try result("collaboration_ratio", history).missing == "no certificate is valid now")
    }

    @Test func `a decision answered blind against the proposal is a correction`() throws {
        var history = History()
        try history.note(.decisionClosed, "d1", ["decider": "human", "proposed": "yes", "changed": true])
        try history.note(
            .reviewDecided, "a2", case: "d2", ["target": "ai", "decision": "accept", "annotation": "a2", "item": "i2"])
        try history.note(.decisionClosed, "d2", ["decider": "human", "proposed": "yes", "changed": false])
        let found = try result("review_quality", history)
        #expect(found.numerator == 1 && found.denominator == 2)
    }

    @Test func `only what is a day apart and under the same guidelines repeats`() throws {
        var history = History()
        try history.answer("i1", "yes", by: "w1")
        try history.answer("i1", "no", by: "w1", after: 3_600_000, ["purpose": "repeat"])
        try history.answer("i1", "no", by: "w1", after: 86_400_000, ["purpose": "repeat", "guideline_version": 2])
        #expect(try result("annotation_consistency", history).value == nil)
        try history.answer("i1", "yes", by: "w1", after: 1, ["purpose": "repeat"])
        let found = try result("annotation_consistency", history)
        #expect(found.numerator == 1 && found.denominator == 1)
    }

    @Test func `a flagged item is handled only by what came after the flag`() throws {
        var history = History()
        try history.note(.itemsImported, "imp", ["count": 10])
        try history.note(.consensusResolved, "i1", ["item": "i1", "label": "yes", "human": true])
        try history.note(.itemFlagged, "i1", ["item": "i1", "reason": "disagreement"])
        #expect(try result("ambiguous_handled", history).details["handled"]?["value"] == 0)
        try history.note(.reviewDecided, "r1", ["item": "i1", "decision": "accept", "target": "human"])
        #expect(try result("ambiguous_handled", history).details["handled"]?["value"] == 1)
    }

    @Test func `what one promotion used is new no more in the next`() throws {
        var history = History()
        for (number, items) in [["i1"], ["i1", "i2"]].enumerated() {
            try history.answer("i\(number + 1)", "yes", by: "w1")
            try history.note(.snapshotCreated, "s\(number)", ["n": 1])
            try history.note(
                .modelPromoted, "m\(number)", after: 3_600_000,
                ["snapshot": .string("s\(number)"), "items": .array(items.map(JSONValue.string))])
        }
        let found = try result("update_turnaround", history)
        #expect(found.n == 1)
        #expect(abs(try #require(found.value) - 61.0 / 60) < 1e-12)
        #expect(found.details["updates"]?.array?.count == 2)
    }

    @Test func `a paired gain has a narrower interval than the same counts apart`() throws {
        let events = try History.invented(seed: 8).kpis
        let pair = try #require(Judgment.common(["mdl_2", "mdl_3"], events))
        let joint = JudgmentPair(pair[0], pair[0])
        #expect(joint.isPaired && joint.mcNemar?.exact == 1)
        let same = try #require(joint.gain(.accuracy, events.draws)?.interval)
        #expect(same.lower == 0 && same.upper == 0 && same.n == 300)
    }

    @Test func `a model that was rolled back improved nothing`() throws {
        var history = try History.invented(seed: 8)
        #expect(try result("model_improvement", history).details["model"] == "mdl_3")
        try history.note(.modelRolledBack, "mdl_2", ["previous": "mdl_3"])
        #expect(try result("model_improvement", history).details["model"] == "mdl_2")
    }

    @Test func `the gap between groups is the widest difference of rates`() {
        let first = [8, 2, 1, 9]
        let second = [5, 5, 3, 7]
        let gaps = GroupGaps(labelCount: 2, positive: 0, groups: [first, second])
        #expect(abs((gaps.gap(.equalOpportunity) ?? 0) - 0.3) < 1e-12)
        #expect(abs((gaps.gap(.equalizedOdds) ?? 0) - 0.3) < 1e-12)
        #expect(abs((gaps.gap(.accuracy) ?? 0) - 0.25) < 1e-12)
        #expect(abs((gaps.gap(.demographicParity) ?? 0) - 0.05) < 1e-12)
        #expect(GroupGaps(labelCount: 2, positive: nil, groups: [first, second]).gap(.equalizedOdds) == nil)
    }

    @Test func `the same events give the same intervals, and every interval holds its value`() throws {
        let history = try History.invented(seed: 6)
        let results = KPI.all(try history.kpis)
        #expect(results == KPI.all(try history.kpis))
        for result in results {
            guard let interval = result.interval, let value = result.value else { continue }
            #expect(interval.lower <= value && value <= interval.upper, "\(result.definition.key)")
        }
        #expect(results.count { $0.interval != nil } >= 11)
    }

    @Test func `the history ends with the present values`() throws {
        let history = try History.invented(seed: 9)
        let events = try history.kpis
        let rows = KPI.history(events, at: [History.start, history.now])
        #expect(rows[0].allSatisfy { $0.value == nil })
        #expect(rows[1].map(\.value) == KPI.all(events).map(\.value))
    }

    @Test(arguments: [
        #"{"a":"x\"y","b":12,"c":true,"d":null,"e":[1,{"f":"}"}],"g":-1.5e2}"#,
        #"{ "a" : "x\"y", "b":12, "c":true, "d":null, "e":[], "g":-150 }"#,
    ])
    func `members are found in canonical and in other JSON`(_ text: String) throws {
        try FactScan.with(text) { facts in
            #expect(facts.text("a") == "x\"y" && facts.int("b") == 12 && facts.flag("c") == true)
            #expect(!facts.has("d") && facts.has("e") && !facts.has("f") && facts.number("g") == -150)
            #expect(facts.text("b") == nil && facts.flag("a") == nil && facts.number("a") == nil)
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"a":"#, #"{"a":1"#, #"{"a":"x}"#, #"{"a":[1}"#])
    func `facts that are no JSON object are refused`(_ text: String) {
        #expect(throws: JSONError.self) { try FactScan.with(text) { $0.text("a") } }
    }
}
