import TandemStatistics
import TandemTabular

/// Two files of predictions of the same items, row beside row.
struct PairedPredictions {
    let first: Judged
    let second: Judged
    /// Each pair's weight; nil without a column in the first file.
    let weights: [Double]?
    let n: Int
    /// How rows were paired.
    let joinedBy: String
    /// Rows of either file without a partner.
    let unmatched: (first: Int, second: Int)

    /// Pairs rows by `id` where both files have it, else by their place.
    init(_ first: PredictionColumns, _ second: PredictionColumns, choices: MetricChoices) throws {
        let rows: [(Int, Int)]
        if first.table.holds("id"), second.table.holds("id") {
            rows = try Self.byID(first, second)
            joinedBy = "id"
        } else {
            guard first.table.rowCount == second.table.rowCount else {
                throw CommandProblem.badInput(
                    "\(first.path) has \(first.table.rowCount) rows, \(second.path) \(second.table.rowCount): without a "
                        + "column id in both, rows are paired by their place and must be as many")
            }
            rows = (0..<first.table.rowCount).map { ($0, $0) }
            joinedBy = "row"
        }
        guard !rows.isEmpty else {
            throw CommandProblem.badInput("\(first.path) and \(second.path) have no row in common")
        }
        let judges = (Judge(columns: first, choices: choices), Judge(columns: second, choices: choices))
        let tasks = (try judges.0.task(), try judges.1.task())
        guard tasks.0 == tasks.1 else {
            throw CommandProblem.badInput(
                "\(first.path) is \(tasks.0.rawValue), \(second.path) is \(tasks.1.rawValue): say --task")
        }
        try Self.checkTruth(first, second, rows)
        var names: ClassNames?
        if tasks.0 == .binary || tasks.0 == .multiclass {
            names = ClassNames([judges.0.names.names, judges.1.names.names])
        }
        self.first = try judges.0.judged(names: names, rows: rows.map(\.0))
        self.second = try judges.1.judged(names: names, rows: rows.map(\.1))
        weights = first.weights.map { weights in rows.map { weights[$0.0] } }
        n = rows.count
        unmatched = (first.table.rowCount - rows.count, second.table.rowCount - rows.count)
    }

    private static func byID(_ first: PredictionColumns, _ second: PredictionColumns) throws -> [(Int, Int)] {
        var places: [String: Int] = [:]
        let others = second.table.codes("id")
        for row in others.codes.indices {
            guard places.updateValue(row, forKey: others[row] ?? "") == nil else {
                throw second.problem(row, "id", "\"\(others[row] ?? "")\" stands twice")
            }
        }
        let ids = first.table.codes("id")
        var seen = [Bool](repeating: false, count: ids.names.count)
        var rows: [(Int, Int)] = []
        for row in ids.codes.indices {
            guard !seen[Int(ids.codes[row])] else {
                throw first.problem(row, "id", "\"\(ids[row] ?? "")\" stands twice")
            }
            seen[Int(ids.codes[row])] = true
            if let other = places[ids[row] ?? ""] { rows.append((row, other)) }
        }
        return rows
    }

    /// Refuses pairs whose truths differ: they are not the same item.
    private static func checkTruth(
        _ first: PredictionColumns, _ second: PredictionColumns, _ rows: [(Int, Int)]
    ) throws {
        if first.isNumeric {
            let (a, b) = (try first.numbers(first.options.truth), try second.numbers(second.options.truth))
            guard let bad = rows.first(where: { a[$0.0] != b[$0.1] }) else { return }
            throw second.problem(bad.1, second.options.truth, "\(b[bad.1]), but \(first.path) says \(a[bad.0])")
        }
        let names = ClassNames([first.truthCodes.names, second.truthCodes.names])
        let (a, b) = (names.codes(first.truthCodes), names.codes(second.truthCodes))
        guard let bad = rows.first(where: { a[$0.0] != b[$0.1] }) else { return }
        throw second.problem(
            bad.1, second.options.truth,
            "\"\(second.truthCodes[bad.1] ?? "")\", but \(first.path) says \"\(first.truthCodes[bad.0] ?? "")\" of the "
                + "same item")
    }
}
