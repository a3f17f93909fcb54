import TandemLabeling
import TandemStatistics
import TandemTabular

/// Says what an agreement came to: the coefficients as members, the pairs as rows.
struct AgreementReport {
    let agreement: Agreement
    let file: RatingsFile
    let level: MeasurementLevel
    let coefficientsPath: String?

    var report: Report {
        var report = Report(
            facts: facts, rowsName: "pairs", rows: pairs, summary: [summary, labelSummary].compactMap { $0 },
            chart: chart, notes: notes)
        if let coefficientsPath { report.files.append(.init(path: coefficientsPath, rows: coefficients)) }
        return report
    }

    /// Each coefficient of the whole; Cohen's κ where there are just two workers.
    private var overall: [(name: String, estimate: Estimate?)] {
        let named = AgreementCoefficient.allCases.map { ($0.rawValue, agreement.coefficients[$0]) }
        let isPair = agreement.pairs.count == 1 && file.workers.count == 2
        return named + (isPair ? [("cohen_kappa", agreement.pairs[0].cohenKappa)] : [])
    }

    private var facts: [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "level": .string(level.rawValue), "tasks": JSONValue(agreement.taskCount),
            "tasks_with_pairs": JSONValue(agreement.pairedTaskCount), "votes": JSONValue(file.ratings.voteCount),
            "workers": JSONValue(file.workers.count), "labels": .array(file.labels.map(JSONValue.string)),
            "per_label": .array(agreement.labels.map(label)),
        ]
        for (name, estimate) in overall { facts[name] = estimate?.json ?? .null }
        return facts
    }

    private func label(_ one: Agreement.LabelAgreement) -> JSONValue {
        var members: [String: JSONValue] = [
            "label": .string(file.labels[one.label]), "share": one.share?.json ?? .null,
            "specific_agreement": one.specific?.json ?? .null,
        ]
        for coefficient in AgreementCoefficient.allCases {
            members[coefficient.rawValue] = one.coefficients[coefficient]?.json ?? .null
        }
        return .object(members)
    }

    private var pairs: OutputTable {
        let pairs = agreement.pairs
        func names(_ place: Int) -> OutputTable.Values {
            .codes(pairs.map { Int32($0.workers[place]) }, names: file.workers)
        }
        return OutputTable(
            [.init("worker_a", names(0)), .init("worker_b", names(1)), .init("tasks", .integers(pairs.map(\.tasks)))]
                + OutputTable.columns("raw_agreement", pairs.map(\.rawAgreement))
                + OutputTable.columns("cohen_kappa", pairs.map(\.cohenKappa)))
    }

    private var coefficients: OutputTable {
        var rows: [(label: String?, name: String, estimate: Estimate?)] = overall.map { (nil, $0.name, $0.estimate) }
        for one in agreement.labels {
            let name = file.labels[one.label]
            rows += [(name, "share", one.share), (name, "specific_agreement", one.specific)]
            rows += AgreementCoefficient.allCases.map { (name, $0.rawValue, one.coefficients[$0]) }
        }
        return OutputTable(
            [
                .init("label", .values(rows.map { JSONValue(orNull: $0.label) })),
                .init("coefficient", .texts(rows.map(\.name))),
            ] + OutputTable.columns("value", rows.map(\.estimate)))
    }

    private var notes: [String] {
        agreement.pairedTaskCount == 0
            ? ["no task has votes of two workers: agreement cannot be seen; ask a second worker on some tasks"] : []
    }

    private var summary: SummaryTable {
        SummaryTable(
            "Agreement on \(agreement.pairedTaskCount) tasks, \(file.workers.count) workers",
            columns: ["", "value", "from", "to"],
            rows: overall.map { [$0.name.spaced] + Self.cells($0.estimate) })
    }

    private var labelSummary: SummaryTable? {
        guard !agreement.labels.isEmpty, agreement.labels.count <= 20 else { return nil }
        return SummaryTable(
            "Each label against the others (Krippendorff's alpha)", columns: ["", "value", "from", "to"],
            rows: agreement.labels.map {
                [file.labels[$0.label]] + Self.cells($0.coefficients[.krippendorffAlpha])
            })
    }

    private static func cells(_ estimate: Estimate?) -> [String] {
        [estimate?.value, estimate?.lower, estimate?.upper].map { SummaryTable.number($0, digits: 3) }
    }

    /// The coefficients and their intervals; per label where labels are named.
    private var chart: JSONValue {
        var rows: [JSONValue] = []
        func add(_ name: String, _ kind: String, _ estimate: Estimate?) {
            guard let estimate else { return }
            rows.append([
                "name": .string(name), "of": .string(kind), "value": .number(estimate.value),
                "lower": .number(estimate.lower), "upper": .number(estimate.upper),
            ])
        }
        for (name, estimate) in overall { add(name.spaced, "all labels", estimate) }
        for one in agreement.labels {
            add(file.labels[one.label], "label against the others (alpha)", one.coefficients[.krippendorffAlpha])
        }
        return IntervalChart(title: "Agreement", rows: rows).spec
    }
}

extension Estimate {
    /// Value, interval and the number of observations as a JSON object.
    var json: JSONValue {
        [
            "value": .number(value), "lower": .number(lower), "upper": .number(upper), "n": JSONValue(n),
            "confidence": .number(confidence),
        ]
    }
}

extension OutputTable {
    /// An estimate as three columns: `name`, `name_lower`, `name_upper`; for the name "value" simply lower and upper.
    static func columns(_ name: String, _ estimates: [Estimate?]) -> [Column] {
        let prefix = name == "value" ? "" : name + "_"
        return [
            Column(name, .numbers(estimates.map { $0?.value ?? .nan })),
            Column(prefix + "lower", .numbers(estimates.map { $0?.lower ?? .nan })),
            Column(prefix + "upper", .numbers(estimates.map { $0?.upper ?? .nan })),
        ]
    }
}

extension String {
    /// An identifier as words.
    fileprivate var spaced: String { split(separator: "_").joined(separator: " ") }
}
