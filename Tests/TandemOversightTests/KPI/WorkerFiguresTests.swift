import TandemLedger
import TandemStatistics
import TandemTabular
import Testing

@testable import TandemOversight

/// What the ledger says of single people.
struct WorkerFiguresTests {
    /// Ann is right on 19 of 20 known answers, Bob on all; Cid judged two items with Ann and agreed on one.
    private static func history() throws -> [WorkerID: WorkerFigures] {
        var history = History()
        for item in 0..<20 {
            try history.note(.goldSet, "g\(item)", ["item": .string("g\(item)"), "label": "yes"])
            try history.answer("g\(item)", item == 0 ? "no" : "yes", by: "ann", ["active_ms": JSONValue(1000 + item)])
            try history.answer("g\(item)", "yes", by: "bob", ["purpose": "gold"])
        }
        try history.answer("a", "no", by: "ann")
        try history.answer("a", "no", by: "cid")
        try history.answer("b", "no", by: "ann")
        try history.answer("b", "yes", by: "cid")
        try history.answer("s", "no", by: "cid", ["purpose": "seeded", "gold_label": "yes"])
        try history.answer("u", nil, by: "dan")
        return WorkerFigures.all(try history.kpis)
    }

    @Test func `accuracy is by known answers alone, with Wilson's interval and what is missing`() throws {
        let figures = try Self.history()
        let ann = try #require(figures[WorkerID(rawValue: "ann")]?.gold)
        let wilson = try #require(Estimate.wilson(successes: 19, of: 20))
        #expect(ann.n == 20 && ann.value == 0.95 && ann.lower == wilson.lower && ann.upper == wilson.upper)
        #expect(ann.isMet == nil && ann.needed == nil, "95 % is not above the target")
        let bob = try #require(figures[WorkerID(rawValue: "bob")]?.gold)
        #expect(bob.n == 20 && bob.value == 1 && bob.isMet == nil)
        #expect(bob.needed == SampleSize.additional(successes: 20, of: 20, target: .atLeast(0.95)))
        #expect((bob.needed ?? 0) > 0)
        #expect(figures[WorkerID(rawValue: "cid")]?.gold == nil, "a wrong suggestion on purpose measures attention")
    }

    @Test func `agreement is over pairs with others on the same items`() throws {
        let figures = try Self.history()
        let cid = try #require(figures[WorkerID(rawValue: "cid")]?.agreement)
        #expect(cid.n == 2 && cid.value == 0.5)
        let ann = try #require(figures[WorkerID(rawValue: "ann")]?.agreement)
        #expect(ann.n == 22 && abs(ann.value - 20.0 / 22) < 1e-12)
    }

    @Test func `an unsure answer is an answer and no vote, and the median is of all answers`() throws {
        let figures = try Self.history()
        let dan = try #require(figures[WorkerID(rawValue: "dan")])
        #expect(dan.answers == 1 && dan.gold == nil && dan.agreement == nil && dan.medianMilliseconds == 4000)
        let ann = try #require(figures[WorkerID(rawValue: "ann")])
        #expect(ann.answers == 22 && ann.medianMilliseconds == 1010)
        #expect(WorkerFigures.all(try History().kpis).isEmpty)
    }
}
