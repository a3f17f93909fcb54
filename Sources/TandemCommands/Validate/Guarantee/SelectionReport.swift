import TandemStatistics
import TandemTabular
import TandemValidation

/// How thresholds with a promised error rate are shown.
struct SelectionReport {
    let findings: SelectionFindings
    let file: GuaranteeFile

    private var pooled: CertificateFit.Label { findings.pooled.finding }

    var report: Report {
        Report(
            facts: facts, rowsName: "thresholds", rows: table, summary: summary,
            chart: SelectionChart(findings: findings, file: file).spec, notes: notes)
    }

    private var facts: [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "method": .string(findings.method.rawValue), "max_error": .number(findings.maxError),
            "confidence": .number(findings.confidence), "n": JSONValue(file.count),
            "unanswered": JSONValue(file.unanswered), "threshold": JSONValue(finiteOrNull: pooled.threshold ?? .nan),
            "share": .number(pooled.coverage), "accepted": JSONValue(pooled.accepted),
            "errors": JSONValue(pooled.errors), "bound": bound(pooled),
            "needs": findings.pooled.needs.map { JSONValue($0) } ?? .null,
            "needs_at_present_rate": findings.pooled.needsAtPresentRate.map { JSONValue($0) } ?? .null,
            "sentence": .string(sentence(findings.pooled)), "promises": .string(promises),
        ]
        if !findings.missed.isEmpty { facts["missed"] = .array(findings.missed.map(missed)) }
        if let other = findings.other {
            facts["compared_with"] = [
                "method": .string(findings.method.other.rawValue), "share": .number(other.coverage),
                "threshold": JSONValue(finiteOrNull: other.threshold ?? .nan), "errors": JSONValue(other.errors),
                "bound": bound(other),
            ]
        }
        return facts
    }

    private func missed(_ missed: CertificateFit.Missed) -> JSONValue {
        [
            "label": .string(file.labels[missed.label]), "n": JSONValue(missed.n), "missed": JSONValue(missed.missed),
            "bound": .number(missed.bound),
        ]
    }

    private func bound(_ finding: CertificateFit.Label) -> JSONValue {
        finding.accepted == 0 ? .null : .number(finding.bound)
    }

    /// What holds together with what.
    private var promises: String {
        let confidence = SummaryTable.number(findings.confidence)
        let spent = SummaryTable.number(1 - findings.confidence)
        var text = "With probability \(confidence) over the draw of the rows: all decisions together"
        let labels = findings.labels.count { $0.finding.maxError != nil }
        text += "; with the same probability every one of \(labels) labels (each spends \(spent)/\(max(1, labels)))"
        if !findings.groups.isEmpty {
            text += "; and every one of \(findings.groups.count) groups (each spends \(spent)/\(findings.groups.count))"
        }
        return text + ". The promises hold each on its own."
    }

    private func sentence(_ promise: SelectionFindings.Promise) -> String {
        let finding = promise.finding
        let rate = SummaryTable.number(findings.maxError * 100, digits: 3)
        if let threshold = finding.threshold {
            let share = SummaryTable.number(finding.coverage * 100, digits: 1)
            return "Decisions with score ≥ \(SummaryTable.number(threshold)) may be automatic: \(finding.accepted) of "
                + "\(finding.candidates) rows (\(share) %), \(finding.errors) of them wrong; at most \(rate) % of such "
                + "decisions are, with confidence \(SummaryTable.number(findings.confidence))."
        }
        guard finding.maxError != nil else { return "Never predicted." }
        var text = "No threshold keeps \(rate) %"
        if let needs = promise.needs { text += ": needs \(needs) more labeled rows if none of them is wrong" }
        if let going = promise.needsAtPresentRate { text += ", \(going) more if errors go on as seen" }
        return text + "."
    }

    private var table: OutputTable {
        let all = findings.all
        func numbers(_ value: (CertificateFit.Label) -> Double?) -> OutputTable.Values {
            .numbers(all.map { value($0.finding) ?? .nan })
        }
        func integers(_ value: (CertificateFit.Label) -> Int) -> OutputTable.Values {
            .integers(all.map { value($0.finding) })
        }
        func needs(_ value: (SelectionFindings.Promise) -> Int?) -> OutputTable.Values {
            .values(all.map { value($0).map { JSONValue($0) } ?? .null })
        }
        return OutputTable([
            .init("scope", .texts(all.map(\.scope.rawValue))), .init("name", .texts(all.map(\.name))),
            .init("max_error", numbers(\.maxError)), .init("delta", numbers(\.delta)),
            .init("n", integers(\.candidates)),
            .init("threshold", numbers(\.threshold)), .init("accepted", integers(\.accepted)),
            .init("share", numbers(\.coverage)), .init("errors", integers(\.errors)),
            .init("bound", numbers { $0.accepted == 0 ? nil : $0.bound }), .init("needs", needs(\.needs)),
            .init("needs_at_present_rate", needs(\.needsAtPresentRate)),
        ])
    }

    private var summary: [SummaryTable] {
        let rows = findings.all.map { promise -> [String] in
            let finding = promise.finding
            return [
                promise.name, "\(finding.candidates)", SummaryTable.number(finding.threshold),
                SummaryTable.number(finding.coverage), "\(finding.errors)",
                finding.accepted == 0 ? "–" : SummaryTable.number(finding.bound),
                finding.maxError == nil ? "never predicted" : promise.needs.map { "needs \($0) more" } ?? "",
            ]
        }
        return [
            SummaryTable("Guarantee (\(findings.method.title))", [("", sentence(findings.pooled))]),
            SummaryTable(
                "Thresholds", columns: ["", "n", "threshold", "share", "errors", "bound", ""], rows: rows),
        ]
    }

    private var notes: [String] {
        var notes: [String] = []
        if file.unanswered > 0 { notes.append("\(file.unanswered) rows without y_true count as errors") }
        if let label = file.labelOfScores {
            notes.append(
                "the scores look like those of the label \(label), not of y_pred: every row predicted so has a higher "
                    + "score than every other; if they are, say --score-of \(label)")
        }
        return notes
    }
}

extension GuaranteeFile {
    /// The label whose score the column seems to hold: the one of two whose scores all lie above the other's.
    ///
    /// A sure rejection then has the lowest score, and hardly anything could be automatic.
    var labelOfScores: String? {
        guard probabilities.isEmpty, scoresAreAsRead else { return nil }
        var ranges: [Int: (low: Double, high: Double)] = [:]
        for (label, score) in zip(predicted, scores) {
            let range = ranges[label] ?? (score, score)
            ranges[label] = (min(range.low, score), max(range.high, score))
        }
        guard ranges.count == 2, let top = ranges.max(by: { $0.value.low < $1.value.low }),
            let other = ranges.first(where: { $0.key != top.key }), other.value.high <= top.value.low
        else { return nil }
        return labels[top.key]
    }
}
