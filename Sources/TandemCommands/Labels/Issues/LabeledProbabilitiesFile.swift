import TandemLabeling
import TandemTabular

/// A model's probabilities joined with given labels by id, in the order of the probabilities.
struct LabeledProbabilitiesFile {
    /// The ids of the items with a label.
    let ids: [String]
    /// The classes, in the order of the columns.
    let classes: [String]
    let data: LabeledProbabilities
    /// Items with probabilities but without a label, which cannot be judged.
    let unlabeled: Int

    init(desk: Desk, probabilities: String, labels: String, format: TableFormat?) throws {
        var classes: [String] = []
        let scores = try desk.table(probabilities, format: format) { header in
            classes = header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            guard classes.count >= 2 else {
                throw CommandProblem.badInput(
                    "\(probabilities): two columns p_<class> at least are needed; it has"
                        + " \(header.prefix(10).joined(separator: ", "))")
            }
            return [.codes("id")] + classes.map { .numbers("p_" + $0) }
        }
        let given = try desk.table(labels, format: format) { _ in [.codes("id"), .codes("label", isRequired: false)] }
        let itemIDs = try Self.unique(scores, path: probabilities)
        let columns = classes.map { scores.numbers("p_" + $0) }
        try Self.check(scores, columns, classes, path: probabilities)
        let labelOf = try Self.labels(given, classes: classes, path: labels, items: itemIDs, of: probabilities)
        let rows = itemIDs.indices.filter { labelOf[$0] >= 0 }
        guard !rows.isEmpty else {
            throw CommandProblem.badInput("\(labels): no item has both a label and probabilities")
        }
        let (classCount, all) = (classes.count, columns)
        let flat = [Double](unsafeUninitializedCapacity: rows.count * classCount) { buffer, count in
            for label in 0..<classCount {
                all[label].withUnsafeBufferPointer { column in
                    for (place, row) in rows.enumerated() { buffer[place * classCount + label] = column[row] }
                }
            }
            count = rows.count * classCount
        }
        self.classes = classes
        ids = rows.count == itemIDs.count ? itemIDs : rows.map { itemIDs[$0] }
        data = try LabeledProbabilities(
            labels: rows.map { labelOf[$0] }, probabilities: flat, classCount: classCount)
        unlabeled = itemIDs.count - rows.count
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

    /// The class of each item; −1 for items without a label.
    private static func labels(
        _ table: Table, classes: [String], path: String, items: [String], of probabilities: String
    ) throws -> [Int32] {
        let ids = try unique(table, path: path)
        let labels = table.codes("label")
        let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        let codes = labels.names.map { places[$0] ?? -1 }
        var problems: [RowProblem] = []
        for (row, code) in labels.codes.enumerated() where code >= 0 && codes[Int(code)] < 0 {
            let name = labels.names[Int(code)]
            problems.append(
                table.problem(row: row, column: "label", "\(probabilities) has no column p_\(name) for this label"))
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        let classOf = labels.codes.map { $0 < 0 ? Int32(-1) : codes[Int($0)] }
        if ids == items { return classOf }
        let rows = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
        var joined = [Int32](repeating: -1, count: items.count)
        for (row, id) in ids.enumerated() {
            if let item = rows[id] {
                joined[item] = classOf[row]
            } else {
                problems.append(table.problem(row: row, column: "id", "\"\(id)\" has no row in \(probabilities)"))
            }
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        return joined
    }
}
