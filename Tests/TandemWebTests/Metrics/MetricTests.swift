import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

struct MetricTests {
    private static let counter = MetricRegistry.Family("tandem_things", .counter, "Things.")
    private static let gauge = MetricRegistry.Family("tandem_level", .gauge, "A level.")

    @Test func `counters are named with their suffix in Prometheus' text and without it in OpenMetrics' metadata`() {
        let metrics = MetricRegistry()
        metrics.add(Self.counter, 2, labels: [("kind", "a \"b\"\n\\")])
        let plain = metrics.text(openMetrics: false)
        #expect(plain.hasPrefix("# TYPE tandem_things_total counter\n# HELP tandem_things_total Things.\n"))
        #expect(plain.hasSuffix("tandem_things_total{kind=\"a \\\"b\\\"\\n\\\\\"} 2.0\n"))
        let open = metrics.text(openMetrics: true)
        #expect(open.hasPrefix("# TYPE tandem_things counter\n# HELP tandem_things Things.\n"))
        #expect(open.contains("\ntandem_things_total{"))
        #expect(open.hasSuffix("\n# EOF\n"))
    }

    @Test func `a histogram is cumulative and ends with everything`() {
        let metrics = MetricRegistry()
        metrics.observe(.inference, seconds: 0.002)
        metrics.observe(.inference, seconds: 0.2)
        metrics.observe(.inference, seconds: 99)
        let text = metrics.text(openMetrics: false)
        let name = "tandem_inference_duration_seconds"
        for line in [
            "\(name)_bucket{le=\"0.001\"} 0", "\(name)_bucket{le=\"0.0025\"} 1", "\(name)_bucket{le=\"0.25\"} 2",
            "\(name)_bucket{le=\"10.0\"} 2", "\(name)_bucket{le=\"+Inf\"} 3", "\(name)_count 3",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }

    @Test func `figures kept elsewhere replace those of before, and the same labels are added up`() {
        let metrics = MetricRegistry()
        metrics.replace(Self.gauge, [([("queue", "old")], 1)])
        metrics.replace(Self.gauge, [([("queue", "new")], 1), ([("queue", "new")], 2)])
        let text = metrics.text(openMetrics: false)
        #expect(!text.contains("old"))
        #expect(text.contains("tandem_level{queue=\"new\"} 3.0\n"))
        metrics.replace(Self.gauge, [])
        #expect(metrics.text(openMetrics: true) == "# EOF\n")
    }

    @Test func `what happens in a project shows in the metrics, without a name or an id`() async throws {
        try await WebWorld.with { web in
            let path = SiteURL.api(web.slug)
            try await web.world.importItems(2, into: web.project)
            for number in 0..<3 {
                try await web.call(.post, path + "/decisions", ["item": ["id": .string("c\(number)")]], as: "Shop")
            }
            let own: JSONValue = [
                "item": ["id": "own"], "scores": ["yes": 0.9, "no": 0.1], "model_version": "secret-name",
            ]
            try await web.call(.post, path + "/decisions", own, as: "Shop")
            let metrics = MetricRegistry()
            metrics.set(try await ReadGauges(web.world.services).run(), process: [], version: "1.2.3")
            let text = metrics.text(openMetrics: false)
            let slug = web.slug
            for line in [
                "tandem_build_info{version=\"1.2.3\"} 1.0", "tandem_decisions_open{queue=\"\(slug)\"} 4.0",
                "tandem_predictions_total{model=\"\(slug)\",version=\"none\",route=\"human\"} 3.0",
                "tandem_predictions_total{model=\"\(slug)\",version=\"caller\",route=\"human\"} 1.0",
                "tandem_queue_tasks{queue=\"\(slug)\",kind=\"label\",state=\"open\"} 6.0",
                "tandem_guarantee_valid{policy=\"\(slug)\"} 0.0",
            ] {
                #expect(text.contains(line + "\n"), "\(line)")
            }
            #expect(!text.contains("secret-name") && !text.contains("Ada"))
            #expect(text.firstMatch(of: /[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}/) == nil)
        }
    }
}
