import TandemNumerics
import TandemTabular

/// The columns of a file of predictions as they stand, before anything is made of them.
struct PredictionColumns {
    let path: String
    let table: Table
    let options: PredictionOptions
    /// The classes that have a column of probabilities, in the file's order.
    let probabilityClasses: [String]
    /// Whether truth and predictions were read as numbers.
    let isNumeric: Bool

    static let probabilityPrefix = "p_"

    /// Reads the columns that are there; of `extra`, which are read as names, too.
    init(
        _ path: String, format: TableFormat?, options: PredictionOptions, extra: [String] = [], at desk: Desk
    ) throws {
        self.path = path
        self.options = options
        let isNumeric = options.task == .regression || options.task == .ranking
        self.isNumeric = isNumeric
        var classes: [String] = []
        table = try desk.table(path, format: format) { header in
            var wanted: [ColumnRequest] = [isNumeric ? .numbers(options.truth) : .codes(options.truth)]
            let has = Set(header)
            if has.contains(options.predicted) || isNumeric && options.task == .regression {
                wanted.append(isNumeric ? .numbers(options.predicted) : .codes(options.predicted))
            }
            if has.contains(options.score) || options.task == .ranking { wanted.append(.numbers(options.score)) }
            if !isNumeric {
                classes = header.filter { $0.hasPrefix(Self.probabilityPrefix) && $0 != options.predicted }
                wanted += classes.map { .numbers($0) }
            }
            if has.contains(options.weight) { wanted.append(.numbers(options.weight)) }
            for name in extra where has.contains(name) { wanted.append(.codes(name)) }
            return wanted
        }
        probabilityClasses = classes.map { String($0.dropFirst(Self.probabilityPrefix.count)) }
        try checkRanges()
    }

    var hasScore: Bool { table.holds(options.score) }
    var hasPredicted: Bool { table.holds(options.predicted) }
    var score: [Double] { table.numbers(options.score) }

    /// Each row's weight; nil without the column.
    var weights: [Double]? { table.holds(options.weight) ? table.numbers(options.weight) : nil }

    /// The probabilities of a class.
    func probability(_ name: String) -> [Double] { table.numbers(Self.probabilityPrefix + name) }

    /// Truths as names.
    var truthCodes: Codes { table.codes(options.truth) }

    /// Predictions as names.
    var predictedCodes: Codes { table.codes(options.predicted) }

    /// A column as numbers, also where it was read as names.
    func numbers(_ column: String) throws -> [Double] {
        if isNumeric { return table.numbers(column) }
        let codes = table.codes(column)
        let values = codes.names.map { Double($0) ?? .nan }
        if let row = codes.codes.firstIndex(where: { !values[Int($0)].isFinite }) {
            throw problem(row, column, "expected a number, found \"\(codes[row] ?? "")\"")
        }
        return codes.codes.map { values[Int($0)] }
    }

    /// A bad row of this file.
    func problem(_ row: Int, _ column: String?, _ message: String) -> FileProblems {
        FileProblems(
            path: path, problems: TableProblems([table.problem(row: row, column: column, code: .wrongType, message)]))
    }

    private func checkRanges() throws {
        var bad: [RowProblem] = []
        var total = 0
        func check(_ column: String, _ isFine: (Double) -> Bool, _ message: String) {
            for (row, value) in table.numbers(column).enumerated() where !isFine(value) {
                total += 1
                guard bad.count < TableProblems.kept else { continue }
                bad.append(table.problem(row: row, column: column, code: .wrongType, "\(message), found \(value)"))
            }
        }
        if table.holds(options.weight) { check(options.weight, { $0 >= 0 }, "a weight is at least 0") }
        for name in probabilityClasses {
            check(Self.probabilityPrefix + name, { $0 >= 0 && $0 <= 1 + 1e-9 }, "a probability lies in 0 … 1")
        }
        guard total == 0 else { throw FileProblems(path: path, problems: TableProblems(bad, total: total)) }
    }
}
