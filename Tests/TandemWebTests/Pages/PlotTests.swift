import Foundation
import Testing

@testable import TandemWeb

struct PlotTests {
    @Test(arguments: [
        (0.0, 1, "0.0"), (1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-12.5, 0, "-13"), (.nan, 1, "0"), (.infinity, 2, "0"),
        (0.05, 2, "0.05"), (1e-9, 6, "0.000000"), (99.999, 2, "100.00"),
    ])
    func `numbers in pictures have a point and no exponent`(value: Double, decimals: Int, text: String) {
        #expect(PlotNumber.text(value, decimals: decimals) == text)
    }

    @Test func `a line needs two points and keeps its target in view`() throws {
        #expect(SparklineView([1], label: "x") == nil)
        #expect(SparklineView([.nan, 1], label: "x") == nil)
        let spark = try #require(SparklineView([0, 1], target: 2, label: "x"))
        #expect(spark.line == "0.0,31.0 120.0,17.0")
        #expect(spark.targetY == "3.0")
        let flat = try #require(SparklineView([5, 5], label: "x"))
        #expect(flat.line == "0.0,17.0 120.0,17.0")
    }

    @Test func `an interval outside its axis stops at the end`() {
        let view = IntervalView(estimate: 0.5, low: -1, high: 2, mark: 0.25, axis: 0...1, tone: .good, label: "x")
        #expect(view.lowX == "0.0")
        #expect(view.highX == "200.0")
        #expect(view.midX == "98.5")
        #expect(view.markX == "50.0")
    }

    @Test func `contributions are drawn longest first from the middle`() {
        let bars = ContributionBar.bars([("a", "1", 0.5), ("b", "2", -1)])
        #expect(bars.map(\.feature) == ["b", "a"])
        #expect(bars.map(\.x) == ["4.0", "100.0"])
        #expect(bars.map(\.width) == ["96.0", "48.0"])
        #expect(bars.map(\.amount) == ["−1.00", "+0.50"])
        #expect(ContributionBar.bars([("a", "", 0)]).map(\.width) == ["0.0"])
    }

    @Test func `words are placed in UTF-16 units, each after the one before`() {
        let words = [("🔒 no", 1.0), ("no", -2), ("absent", 3), ("end", 4)]
        let tokens = TaskPayload.Token.placed(words.map { (text: $0.0, margin: $0.1) }, in: "🔒 no, no end")
        #expect(tokens.map(\.start) == [0, 7, 10])
        #expect(tokens.map(\.end) == [5, 9, 13])
        #expect(tokens.map(\.contribution) == [1, -2, 4])
    }

    @Test func `a blind task's bytes hold neither the model's answer nor its reasons`() throws {
        let task = TaskPayload(
            id: "t", kind: .label, fence: 1, leaseExpiresAt: "2026-11-22T16:00:00Z", project: "fraud",
            question: .init(kind: .choice, prompt: "Phishing?", labels: [.init(value: "yes", text: "Yes")]),
            item: .init(key: "k", fields: [.init(name: "https", label: "HTTPS", value: nil, type: "category")]),
            guidelinesHTML: "", guidelineVersion: 1, blind: true)
        let json = String(decoding: try JSONEncoder().encode(task), as: UTF8.self)
        #expect(!json.contains("suggestion"))
        #expect(!json.contains("explanation"))
        #expect(json.contains("\"guideline_version\":1"))
        let back = try JSONDecoder().decode(TaskPayload.self, from: Data(json.utf8))
        #expect(back.blind)
    }
}

struct TimeChartTests {
    @Test(arguments: [
        ([0.0, 1.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), ([3.0], [3.0, 4.0]), ([12, 95], [0, 20, 40, 60, 80, 100]),
        ([-1, 1], [-1, -0.5, 0, 0.5, 1]), ([], [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ])
    func `an axis has round numbers that cover its values`(values: [Double], ticks: [Double]) {
        let axis = NiceAxis(covering: values)
        #expect(axis.ticks.count == ticks.count)
        #expect(zip(axis.ticks, ticks).allSatisfy { abs($0 - $1) < 1e-9 }, "\(axis.ticks)")
    }

    @Test func `a chart keeps points, interval and target in view`() throws {
        let points = [
            TimeChart.Point(time: 0, value: 1, interval: 0.9...1), .init(time: 10, value: 0.5, interval: 0.4...0.6),
        ]
        let chart = try #require(
            TimeChart(points, target: 0.2, xTicks: ["a", "b"], label: "x") { PlotNumber.text($0) })
        #expect(chart.line == "0.0,0.0 600.0,100.0")
        #expect(chart.band == "0.0,0.0 600.0,80.0 600.0,120.0 0.0,20.0")
        #expect(chart.yTicks == ["1.0", "0.8", "0.6", "0.4", "0.2"])
        #expect(chart.grid.last == "160.0")
        #expect(chart.targetLineY == "160.0")
        #expect(TimeChart([points[0]], xTicks: [], label: "x") { _ in "" } == nil)
    }
}
