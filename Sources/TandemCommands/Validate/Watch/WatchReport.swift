import Foundation
import TandemMonitoring
import TandemTabular

/// How a watched stream is shown.
struct WatchReport {
    let walk: WatchWalk
    let file: WatchFile
    let confidence: Double
    let seed: UInt64
    let threads: Int

    private var n: Int { file.outcomes.count }
    private var rate: Double { n == 0 ? .nan : Double(walk.monitor.errors) / Double(n) }

    var report: Report {
        let slow = delays(from: walk.fresh)
        var facts: [String: JSONValue] = [
            "max_error": .number(walk.fresh.maxError), "confidence": .number(confidence), "n": JSONValue(n),
            "errors": JSONValue(walk.monitor.errors), "unanswered": JSONValue(file.unanswered),
            "error_rate": JSONValue(finiteOrNull: rate), "lower_bound": .number(walk.lower),
            "evidence": .number(walk.monitor.evidence), "evidence_needed": .number(walk.fresh.threshold),
            "withdrawn": .bool(walk.withdrawal != nil), "withdraw_at": place(walk.withdrawal?.row),
            "rising_since": place(walk.riseRow.map { $0 + 1 }), "sentence": .string(sentence),
            "delay_from_start": json(slow),
        ]
        if let withdrawal = walk.withdrawal {
            facts["rows_to_withdrawal"] = JSONValue(withdrawal.row - (walk.riseRow ?? 0))
        } else {
            facts["delay_from_now"] = json(delays(from: walk.monitor))
        }
        return Report(
            facts: facts, rowsName: "looks", rows: table, summary: [summary(slow)], chart: chart,
            notes: file.unanswered > 0 ? ["\(file.unanswered) unanswered rows count as errors"] : [])
    }

    private var sentence: String {
        let promised = SummaryTable.number(walk.fresh.maxError * 100, digits: 3) + " %"
        guard let withdrawal = walk.withdrawal else {
            return "Nothing in \(n) rows refutes an error rate of at most \(promised)."
        }
        let when = file.times.map { " (\($0[withdrawal.row - 1]))" } ?? ""
        return "Withdraw the certificate at row \(withdrawal.row)\(when): errors have become more frequent than "
            + "\(promised), with \(withdrawal.errors) errors so far."
    }

    /// A row with its line in the file and its time.
    private func place(_ row: Int?) -> JSONValue {
        guard let row, row >= 1, row <= n else { return .null }
        var members: [String: JSONValue] = ["row": JSONValue(row), "line": JSONValue(Int(file.lines[row - 1]))]
        if let times = file.times { members["at"] = .string(times[row - 1]) }
        return .object(members)
    }

    private func delays(from monitor: CertificateMonitor) -> [DetectionDelay] {
        [2.0, 3, 5].map { $0 * monitor.maxError }.filter { $0 < 1 }.map {
            DetectionDelay(of: monitor, rate: $0, seed: seed, threads: threads)
        }
    }

    private func json(_ delays: [DetectionDelay]) -> JSONValue {
        .array(
            delays.map { delay in
                [
                    "error_rate": .number(delay.rate), "rows_median": delay.median.map { JSONValue($0) } ?? .null,
                    "rows_90_percent": delay.ninetieth.map { JSONValue($0) } ?? .null,
                ]
            })
    }

    private var table: OutputTable {
        let looks = walk.looks
        return OutputTable(
            [
                .init("row", .integers(looks.map(\.row))),
                .init("line", .integers(looks.map { Int(file.lines[$0.row - 1]) })),
            ] + (file.times.map { times in [.init("at", .texts(looks.map { times[$0.row - 1] }))] } ?? []) + [
                .init("errors", .integers(looks.map(\.errors))),
                .init("error_rate", .numbers(looks.map { Double($0.errors) / Double($0.row) })),
                .init("lower_bound", .numbers(looks.map(\.lower))),
                .init("evidence", .numbers(looks.map(\.evidence))),
            ])
    }

    private func summary(_ delays: [DetectionDelay]) -> SummaryTable {
        let known = [
            ("", sentence), ("rows", "\(n)"), ("errors", "\(walk.monitor.errors)"),
            ("error rate", SummaryTable.number(rate)),
            ("lower bound, at any look", SummaryTable.number(walk.lower)),
        ]
        let found = delays.map { delay in
            (
                "rows to find an error rate of \(SummaryTable.number(delay.rate))",
                delay.median.map { "about \($0)" } ?? "more than \(delay.limit)"
            )
        }
        return SummaryTable("Certificate on watch", known + found)
    }

    /// Error rate so far and its lower bound over the rows, with the promise and the withdrawal.
    private var chart: JSONValue {
        let values = walk.looks.flatMap { look -> [JSONValue] in
            [("error rate so far", Double(look.errors) / Double(look.row)), ("lower bound", look.lower)].map {
                ["row": JSONValue(look.row), "figure": .string($0.0), "value": .number($0.1)]
            }
        }
        func rule(_ field: String, _ value: Double, _ axis: String, _ color: String, _ text: String) -> JSONValue {
            [
                "data": ["values": [[.init(stringLiteral: field): .number(value), "label": .string(text)]]],
                "mark": ["type": "rule", "color": .string(color), "strokeDash": [6, 4]],
                "encoding": .object([
                    axis: ["field": .string(field), "type": "quantitative"],
                    "tooltip": ["field": "label", "type": "nominal"],
                ]),
            ]
        }
        var layers: [JSONValue] = [
            [
                "mark": ["type": "line", "interpolate": "step-after"],
                "encoding": [
                    "x": ["field": "row", "type": "quantitative", "title": "audited decisions"],
                    "y": ["field": "value", "type": "quantitative", "title": "error rate"],
                    "color": ["field": "figure", "type": "nominal", "title": nil],
                ],
            ],
            rule("promise", walk.fresh.maxError, "y", "#777777", "promised"),
        ]
        if let withdrawal = walk.withdrawal {
            layers.append(rule("withdrawn", Double(withdrawal.row), "x", "#c0392b", "withdrawn"))
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": .string(sentence),
            "width": 640, "height": 280, "data": ["values": .array(values)], "layer": .array(layers),
        ]
    }
}
