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

    /// Joins a file of labels.
    init(_ model: ProbabilitiesFile, desk: Desk, labels: String, format: TableFormat?) throws {
        let given = try desk.table(labels, format: format) { _ in [.codes("id"), .codes("label", isRequired: false)] }
        try self.init(model, labelOf: Self.labels(given, path: labels, model: model), source: labels)
    }

    /// Joins labels that are known already: the class of each item of the probabilities, −1 for none.
    init(_ model: ProbabilitiesFile, labelOf: [Int32], source: String) throws {
        let rows = model.ids.indices.filter { labelOf[$0] >= 0 }
        guard !rows.isEmpty else {
            throw CommandProblem.badInput("\(source): no item has both a label and probabilities")
        }
        let classCount = model.classes.count
        let flat = [Double](unsafeUninitializedCapacity: rows.count * classCount) { buffer, count in
            for label in 0..<classCount {
                model.columns[label].withUnsafeBufferPointer { column in
                    for (place, row) in rows.enumerated() { buffer[place * classCount + label] = column[row] }
                }
            }
            count = rows.count * classCount
        }
        classes = model.classes
        ids = rows.count == model.ids.count ? model.ids : rows.map { model.ids[$0] }
        data = try LabeledProbabilities(
            labels: rows.map { labelOf[$0] }, probabilities: flat, classCount: classCount)
        unlabeled = model.ids.count - rows.count
    }

    /// The class of each item; −1 for items without a label.
    private static func labels(_ table: Table, path: String, model: ProbabilitiesFile) throws -> [Int32] {
        let ids = try ProbabilitiesFile.unique(table, path: path)
        let labels = table.codes("label")
        let places = Dictionary(uniqueKeysWithValues: model.classes.enumerated().map { ($1, Int32($0)) })
        let codes = labels.names.map { places[$0] ?? -1 }
        var problems: [RowProblem] = []
        for (row, code) in labels.codes.enumerated() where code >= 0 && codes[Int(code)] < 0 {
            let name = labels.names[Int(code)]
            problems.append(
                table.problem(row: row, column: "label", "\(model.path) has no column p_\(name) for this label"))
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        let classOf = labels.codes.map { $0 < 0 ? Int32(-1) : codes[Int($0)] }
        if ids == model.ids { return classOf }
        let rows = Dictionary(uniqueKeysWithValues: model.ids.enumerated().map { ($1, $0) })
        var joined = [Int32](repeating: -1, count: model.ids.count)
        for (row, id) in ids.enumerated() {
            if let item = rows[id] {
                joined[item] = classOf[row]
            } else {
                problems.append(table.problem(row: row, column: "id", "\"\(id)\" has no row in \(model.path)"))
            }
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        return joined
    }
}
