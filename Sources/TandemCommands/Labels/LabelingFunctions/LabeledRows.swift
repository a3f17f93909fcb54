import TandemLabeling
import TandemTabular

/// The columns of a file that labeling functions read.
struct LabeledRows {
    /// The rows' names.
    enum Identifiers {
        case texts([String])
        case numbers

        /// The names of some rows.
        func values(_ rows: [Int32]) -> OutputTable.Values {
            switch self {
            case .texts(let texts): .texts(rows.map { texts[Int($0)] })
            case .numbers: .integers(rows.map { Int($0) + 1 })
            }
        }
    }

    let rowCount: Int
    let ids: Identifiers
    private let lines: [Int32]
    private let columns: [String: ExpressionColumn]
    private let flags: [String: ExpressionColumn]
    private let numbers: [String: ExpressionColumn]

    init(
        _ path: String, format: TableFormat?, functions: [LabelingFunction], id: String?, file: FunctionsFile,
        at desk: Desk
    ) throws {
        let uses = Self.uses(functions)
        var idName: String?
        let table = try desk.table(path, format: format) { header in
            try Self.check(functions, header, path: path, file: file)
            idName = id ?? ["task", "id"].first { header.contains($0) }
            let numeric = uses.filter { $0.value == [.number] && $0.key != idName }.keys.sorted()
            let textual = uses.keys.filter { !numeric.contains($0) && $0 != idName }.sorted()
            return (idName.map { [.texts($0, isRequired: true)] } ?? [])
                + numeric.map { .numbers($0, isRequired: false) } + textual.map { .texts($0) }
        }
        rowCount = table.rowCount
        lines = table.lines
        ids = idName.map { .texts(table.texts($0)) } ?? .numbers
        var columns: [String: ExpressionColumn] = [:]
        var flags: [String: ExpressionColumn] = [:]
        var numbers: [String: ExpressionColumn] = [:]
        for (name, types) in uses where table.holds(name) {
            if types == [.number], name != idName {
                numbers[name] = .numbers(table.numbers(name))
                continue
            }
            let texts = table.texts(name)
            columns[name] = .texts(texts)
            if types.contains(.flag) { flags[name] = .flags(try Self.flags(texts, name, table, path)) }
            if types.contains(.number) { numbers[name] = .numbers(try Self.numbers(texts, name, table, path)) }
        }
        (self.columns, self.flags, self.numbers) = (columns, flags, numbers)
    }

    /// The values of a column, read as a type.
    func column(_ name: String, _ type: ExpressionType) -> ExpressionColumn? {
        switch type {
        case .text: columns[name]
        case .flag: flags[name]
        case .number: numbers[name]
        }
    }

    /// A row's problem with the line of the file instead of the row's number.
    func located(_ problem: RowProblem) -> RowProblem {
        RowProblem(
            line: Int(lines[problem.line - 1]), column: problem.column, code: problem.code, message: problem.message)
    }

    /// For each column the types that functions read it as.
    private static func uses(_ functions: [LabelingFunction]) -> [String: Set<ExpressionType>] {
        var uses: [String: Set<ExpressionType>] = [:]
        for function in functions {
            for column in function.columns { uses[column.name, default: []].insert(column.type) }
        }
        return uses
    }

    private static func check(
        _ functions: [LabelingFunction], _ header: [String], path: String, file: FunctionsFile
    ) throws {
        for function in functions {
            if case .model = function.rule { continue }  // a model takes an absent column for missing values
            for column in function.columns where !header.contains(column.name) {
                let there = header.prefix(20).joined(separator: ", ") + (header.count > 20 ? ", …" : "")
                throw file.located(
                    LabelingFunctionError(
                        function: function.name, member: nil, "\(path) has no column \(column.name); it has \(there)"))
            }
        }
    }

    private static func flags(_ texts: [String], _ name: String, _ table: Table, _ path: String) throws -> [Int8] {
        try cells(texts, Column(name, .boolean), table, path) {
            $0 == 1 ? 1 : 0
        } missing: {
            -1
        }
    }

    private static func numbers(_ texts: [String], _ name: String, _ table: Table, _ path: String) throws -> [Double] {
        try cells(texts, Column(name, .number), table, path) {
            $0
        } missing: {
            .nan
        }
    }

    private static func cells<Value>(
        _ texts: [String], _ column: Column, _ table: Table, _ path: String, _ value: (Double) -> Value,
        missing: () -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(texts.count)
        var problems: [RowProblem] = []
        for (row, text) in texts.enumerated() {
            do throws(RowProblem) {
                let cell = text.isEmpty ? Cell.missing : try column.cell(.string(text), line: Int(table.lines[row]))
                if case .number(let number) = cell { values.append(value(number)) } else { values.append(missing()) }
            } catch {
                problems.append(error)
                values.append(missing())
            }
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        return values
    }
}
