import TandemTabular

/// A model's probabilities of items: `id`, then `p_<class>`.
struct ProbabilitiesFile {
    let path: String
    let ids: [String]
    /// The classes, in the order of the columns.
    let classes: [String]
    /// The probabilities of each class.
    let columns: [[Double]]

    init(desk: Desk, path: String, format: TableFormat?) throws {
        var classes: [String] = []
        let table = try desk.table(path, format: format) { header in
            classes = header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            guard classes.count >= 2 else {
                throw CommandProblem.badInput(
                    "\(path): two columns p_<class> at least are needed; it has"
                        + " \(header.prefix(10).joined(separator: ", "))")
            }
            return [.codes("id")] + classes.map { .numbers("p_" + $0) }
        }
        ids = try Self.unique(table, path: path)
        columns = classes.map { table.numbers("p_" + $0) }
        try Self.check(table, columns, classes, path: path)
        self.path = path
        self.classes = classes
    }

    /// The ids by row; each stands for one item.
    static func unique(_ table: Table, path: String) throws -> [String] {
        let ids = table.codes("id")
        if ids.names.count == table.rowCount { return ids.names }
        var seen = [Bool](repeating: false, count: ids.names.count)
        var problems: [RowProblem] = []
        for (row, code) in ids.codes.enumerated() {
            if seen[Int(code)] {
                problems.append(table.problem(row: row, column: "id", "\"\(ids.names[Int(code)])\" stands there twice"))
            }
            seen[Int(code)] = true
        }
        throw FileProblems(path: path, problems: TableProblems(problems))
    }

    private static func check(_ table: Table, _ columns: [[Double]], _ classes: [String], path: String) throws {
        var problems: [RowProblem] = []
        for (place, column) in columns.enumerated() {
            for (row, value) in column.enumerated() where !(value >= 0 && value <= 1) {
                problems.append(
                    table.problem(
                        row: row, column: "p_" + classes[place], "\(value) is no probability, which lies in 0 … 1"))
            }
        }
        guard problems.isEmpty else {
            throw FileProblems(path: path, problems: TableProblems(problems.sorted { $0.line < $1.line }))
        }
    }
}
