import TandemLabeling
import TandemTabular

/// Puts label errors, duplicates and outliers into one report.
struct IssuesReport {
    let labels: LabelIssues?
    let votes: VoteIssues?
    let features: FeatureIssues?
    let itemsPath: String?
    let annotatorsPath: String?

    var report: Report {
        var facts = labels?.facts ?? [:]
        for part in [votes?.facts, features?.facts] { facts.merge(part ?? [:]) { $1 } }
        var report = Report(
            facts: facts, rowsName: "issues", rows: labels?.rows ?? Self.noRows,
            summary: (labels?.summary ?? []) + [votes?.summary, features?.summary].compactMap { $0 },
            chart: labels?.chart,
            notes: notes)
        if let itemsPath { report.files.append(.init(path: itemsPath, rows: items)) }
        if let annotatorsPath, let votes { report.files.append(.init(path: annotatorsPath, rows: votes.annotators)) }
        return report
    }

    private static let noRows = OutputTable([
        .init("id", .texts([])), .init("given", .texts([])), .init("suggested", .texts([])),
        .init("score", .numbers([])),
    ])

    private var notes: [String] {
        guard let labels, labels.file.unlabeled > 0 else { return [] }
        return ["\(labels.file.unlabeled) items have no label and were not checked"]
    }

    /// Every item with all its scores, items of the probabilities first.
    private var items: OutputTable {
        var ids = labels?.file.ids ?? []
        let known = Set(ids)
        ids += (features?.ids ?? []).filter { !known.contains($0) }
        var columns = [OutputTable.Column("id", .texts(ids))]
        if let labels { columns += Self.columns(labels, count: ids.count) }
        if let votes { columns += votes.columns(ids) }
        if let features { columns += Self.columns(features, ids: ids) }
        return OutputTable(columns)
    }

    private static func columns(_ labels: LabelIssues, count: Int) -> [OutputTable.Column] {
        let data = labels.file.data
        let gap = count - data.count
        let missing = [Int32](repeating: -1, count: gap)
        let scores =
            labels.method.isAdjusted
            ? labels.method.ranking.scores(data, adjustedBy: labels.joint.thresholds)
            : labels.method.ranking.scores(data)
        var isFlagged = [Bool](repeating: false, count: count)
        for issue in labels.flagged { isFlagged[issue.item] = true }
        return [
            .init("given", .codes(data.labels + missing, names: labels.file.classes)),
            .init("suggested", .codes(labels.predictions + missing, names: labels.file.classes)),
            .init("label_score", .numbers(scores + [Double](repeating: .nan, count: gap))),
            .init("is_label_issue", .flags(isFlagged)),
        ]
    }

    private static func columns(_ features: FeatureIssues, ids: [String]) -> [OutputTable.Column] {
        let places = Dictionary(uniqueKeysWithValues: features.ids.enumerated().map { ($1, $0) })
        let rows = ids.map { places[$0] }
        func numbers(_ name: String, _ values: [Double]) -> OutputTable.Column {
            .init(name, .numbers(rows.map { $0.map { values[$0] } ?? .nan }))
        }
        var columns: [OutputTable.Column] = []
        if let outliers = features.outliers {
            let far = Set(outliers.outliers)
            columns.append(numbers("outlier_score", outliers.scores))
            columns.append(.init("is_outlier", .flags(rows.map { $0.map(far.contains) ?? false })))
        }
        if let found = features.duplicates { columns.append(numbers("near_duplicate_score", found.scores)) }
        if let found = features.textDuplicates { columns.append(numbers("text_duplicate_score", found.scores)) }
        return columns
    }
}
