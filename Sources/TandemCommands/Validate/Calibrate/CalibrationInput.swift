import TandemNumerics
import TandemStatistics
import TandemTabular

/// Probabilities or scores beside the truth, as margins that calibrators take.
struct CalibrationInput {
    /// The classes, the positive one last where there are two.
    let classes: [String]
    /// One column for two classes, else a column a class.
    let margins: Matrix
    /// Each row's class; empty where the file has no truth.
    let labels: [Int]
    /// What each row is called; nil without a column `id`.
    let ids: [String]?
    /// Whether the file has weights, which calibrators do not take.
    let hasWeights: Bool
    /// Whether the file holds one score, not a column for each class.
    let isScore: Bool
    /// Whether scores were probabilities.
    let isProbability: Bool

    /// Reads a file; with `like`, one with the same columns whose truth may be absent.
    init(
        _ path: String, format: TableFormat?, options: PredictionOptions, like: CalibrationInput? = nil, at desk: Desk
    ) throws {
        var probabilityNames: [String] = []
        let table = try desk.table(path, format: format) { header in
            let has = Set(header)
            let prefix = PredictionColumns.probabilityPrefix
            probabilityNames = header.filter { $0.hasPrefix(prefix) && $0 != options.predicted }
            var wanted: [ColumnRequest] = []
            if like == nil { wanted.append(.codes(options.truth)) }
            if has.contains("id") { wanted.append(.texts("id")) }
            if has.contains(options.score), like?.isScore ?? true {
                probabilityNames = []
                wanted.append(.numbers(options.score))
            } else if probabilityNames.isEmpty || like?.isScore == true {
                throw CommandProblem.badInput(
                    "\(path): a column \(options.score) or a column p_<class> for each class is needed")
            }
            return wanted + probabilityNames.map { .numbers($0) }
        }
        guard like != nil || table.rowCount > 0 else {
            throw CommandProblem.badInput("\(path): there are no rows under the header")
        }
        hasWeights = table.header.contains(options.weight)
        ids = table.holds("id") ? table.texts("id") : nil
        let given = probabilityNames.map { String($0.dropFirst(PredictionColumns.probabilityPrefix.count)) }
        let truth = like == nil ? table.codes(options.truth) : Codes(codes: [], names: [])
        classes = try like?.classes ?? Self.classes(truth, given, options, path)
        labels = try Self.labels(truth, classes, table, options, path)
        if probabilityNames.isEmpty {
            isScore = true
            let scores = table.numbers(options.score)
            isProbability = like?.isProbability ?? scores.allSatisfy { $0 >= 0 && $0 <= 1 }
            if isProbability { try Self.check([options.score], table, path) }
            margins = Matrix(
                rows: scores.count, columns: 1, values: isProbability ? scores.map(Logistic.margin) : scores)
            return
        }
        isScore = false
        isProbability = true
        try Self.check(probabilityNames, table, path)
        let columns = try classes.map { [classes] name in
            guard let place = given.firstIndex(of: name) else {
                // One column of two classes says what the other's would.
                guard classes.count == 2, given.count == 1 else {
                    throw CommandProblem.badInput("\(path): there is no column p_\(name)")
                }
                return table.numbers(probabilityNames[0]).map { 1 - $0 }
            }
            return table.numbers(probabilityNames[place])
        }
        margins = Self.margins(columns, rows: table.rowCount)
    }

    /// The log-odds of the second of two classes, or each class's log-probability.
    private static func margins(_ columns: [[Double]], rows: Int) -> Matrix {
        guard columns.count > 2 else {
            return Matrix(
                rows: rows, columns: 1,
                values: (0..<rows).map { row in
                    let sum = columns[0][row] + columns[1][row]
                    return Logistic.margin(sum > 0 ? columns[1][row] / sum : 0.5)
                })
        }
        var stated = Matrix(rows: rows, columns: columns.count)
        for (label, column) in columns.enumerated() {
            for row in 0..<rows { stated[row, label] = column[row] }
        }
        return CalibrationMethod.logs(stated)
    }

    private static func classes(
        _ truth: Codes, _ given: [String], _ options: PredictionOptions, _ path: String
    ) throws -> [String] {
        var names = ClassNames([truth.names, given])
        names.completePair()
        guard names.names.count >= 2 else {
            throw CommandProblem.badInput("\(path): one class alone (\(names.names.joined())) cannot be calibrated")
        }
        if names.names.count > 2 {
            guard given.count == names.names.count else {
                throw CommandProblem.badInput(
                    "\(path): \(names.names.count) classes need a column p_<class> for each; there are \(given.count)")
            }
            return names.names
        }
        guard let said = options.positive ?? (given.count == 1 ? given[0] : nil) else { return names.names }
        guard let place = names.place(of: said) else {
            throw CommandProblem.badInput(
                "\(path): there is no class \(said); there are \(names.names.joined(separator: ", "))")
        }
        return [names.names[1 - place], names.names[place]]
    }

    private static func labels(
        _ truth: Codes, _ classes: [String], _ table: Table, _ options: PredictionOptions, _ path: String
    ) throws -> [Int] {
        let places = truth.names.map { name in
            classes.firstIndex { $0 == name || (Double($0) != nil && Double($0) == Double(name)) }
        }
        return try truth.codes.enumerated().map { row, code in
            guard let place = places[Int(code)] else {
                let problem = table.problem(
                    row: row, column: options.truth, "class \"\(truth[row] ?? "")\" has no column of probabilities")
                throw FileProblems(path: path, problems: TableProblems([problem]))
            }
            return place
        }
    }

    private static func check(_ columns: [String], _ table: Table, _ path: String) throws {
        for column in columns {
            guard let row = table.numbers(column).firstIndex(where: { !($0 >= 0 && $0 <= 1 + 1e-9) }) else { continue }
            let problem = table.problem(
                row: row, column: column, "a probability lies in 0 … 1, found \(table.numbers(column)[row])")
            throw FileProblems(path: path, problems: TableProblems([problem]))
        }
    }
}
