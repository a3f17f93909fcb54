import TandemLedger
import TandemTabular
import TandemWorkflow
import Testing

@testable import TandemWeb

/// What pages say in words, made from what the house stores.
struct WordingTests {
    @Test func `why a certificate ended is told in words, not in codes`() {
        #expect(EndReason.sentence(nil) == nil)
        #expect(EndReason.sentence("monitor population") == "Live cases no longer look like those it was calibrated on")
        #expect(EndReason.sentence("monitor errors:legitimate")?.contains("“legitimate”") == true)
        #expect(EndReason.sentence("changed: model, calibrator") == "Changed since: model, calibrator")
        #expect(EndReason.sentence("by hand") == "By hand")
    }

    @Test func `an event's gist names what tells most and how much more there is`() {
        let facts: JSONValue = [
            "label": "phishing", "route": "human", "task": "tsk_01m7zj87qhkw01b9gvmbjpy47q", "zeal": 0.25,
            "active_ms": 2587, "list": ["a"],
        ]
        let gist = EventGist.text(facts)
        #expect(gist.hasPrefix("label phishing · route human · active ms 2,587 · task tsk_…jpy47q"))
        #expect(gist.hasSuffix("· 2 more"))
        #expect(EventGist.text([:]) == "no facts")
    }

    @Test func `a moment of today shows its time alone`() {
        let now = Instant(milliseconds: 1_795_000_000_000)
        #expect(Show.moment(now, now: now).count == 8)
        #expect(Show.moment(now.adding(seconds: -172_800), now: now).count == 19)
    }

    @Test func `negative figures carry a minus sign`() {
        #expect(Show.decimal(-0.04) == "0")
        #expect(Show.decimal(-1.26) == "−1.3")
        #expect(Show.percent(-0.183) == "−18.3%")
    }

    @Test func `a chart's specification carries its data and asks for nothing else`() throws {
        let start = Instant(milliseconds: 1_795_000_000_000)
        let json: JSONValue = [
            "key": "consensus_rate", "name": "Consensus rate", "unit": "ratio",
            "points": [
                ["at": .string(start.iso8601), "value": 0.9, "n": 10],
                ["at": .string(start.adding(seconds: 60).iso8601), "n": 0],
            ],
        ]
        let series: KPISeries = try Wire.decode(from: json.canonicalBytes)
        let spec = ChartSpec.of(series, limit: 0.95, title: "Consensus rate")
        #expect(spec["data"]?["values"]?.array?.count == 1)
        #expect(spec["layer"]?.array?.count == 2)
        #expect(try !spec.canonicalString.contains("://"))
    }
}
