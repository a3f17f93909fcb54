import TandemTabular

/// A stream of audited decisions in the order they were taken, as the watch command reads it.
struct WatchFile {
    /// One audited decision.
    struct Outcome {
        let isError: Bool
        let weight: Double
    }

    /// The outcomes, in the file's order.
    let outcomes: [Outcome]
    /// How many were unanswered and count as errors.
    let unanswered: Int
    /// When each was, as it stands in the file; nil without the column.
    let times: [String]?
    /// The line of each in the file.
    let lines: [Int32]

    init(_ path: String, format: TableFormat?, at desk: Desk) throws {
        var has: Set<String> = []
        let table = try desk.table(path, format: format) { header in
            has = Set(header)
            let optional: [ColumnRequest] =
                (has.contains("at") ? [.texts("at")] : []) + (has.contains("weight") ? [.numbers("weight")] : [])
            if has.contains("error") { return [.numbers("error", isRequired: false)] + optional }
            guard has.contains("y_true"), has.contains("y_pred") else {
                throw CommandProblem.badInput("\(path): needs a column error (0 or 1), or y_true and y_pred")
            }
            return [.codes("y_true", isRequired: false), .codes("y_pred")] + optional
        }
        let isError = has.contains("error") ? Self.told(table) : Self.compared(table)
        let weights = has.contains("weight") ? table.numbers("weight") : nil
        try Self.check(table, isError, weights, path)
        outcomes = isError.indices.map { Outcome(isError: isError[$0] != 0, weight: weights?[$0] ?? 1) }
        unanswered = isError.count { $0.isNaN }
        times = has.contains("at") ? table.texts("at") : nil
        lines = table.lines
    }

    /// 0, 1, or NaN where unanswered.
    private static func told(_ table: Table) -> [Double] { table.numbers("error") }

    private static func compared(_ table: Table) -> [Double] {
        let (truth, predicted) = (table.codes("y_true"), table.codes("y_pred"))
        return (0..<table.rowCount).map { row in
            guard let known = truth[row] else { return .nan }
            return known == predicted[row] ? 0 : 1
        }
    }

    private static func check(_ table: Table, _ isError: [Double], _ weights: [Double]?, _ path: String) throws {
        var problems: [RowProblem] = []
        for row in isError.indices where !isError[row].isNaN && isError[row] != 0 && isError[row] != 1 {
            problems.append(table.problem(row: row, column: "error", "an error is 0 or 1, found \(isError[row])"))
        }
        for (row, weight) in (weights ?? []).enumerated() where !(weight > 0 && weight <= 1) {
            problems.append(
                table.problem(
                    row: row, column: "weight",
                    "a weight is the smallest audit probability divided by the row's own, in (0, 1], found \(weight)"))
        }
        if !problems.isEmpty { throw FileProblems(path: path, problems: TableProblems(problems)) }
    }
}
