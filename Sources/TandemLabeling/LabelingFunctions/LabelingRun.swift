import TandemModeling
import TandemNumerics
import TandemTabular

/// Runs labeling functions over the columns of a table, in blocks on several threads.
public struct LabelingRun: Sendable {
    /// The functions.
    public let functions: [LabelingFunction]
    /// Threads to compute with; the result does not depend on it.
    public var threads: Int

    /// A run of these functions.
    public init(_ functions: [LabelingFunction], threads: Int = 1) {
        self.functions = functions
        self.threads = threads
    }

    /// The functions' votes.
    ///
    /// - Parameters:
    ///   - rowCount: number of rows.
    ///   - labels: labels that are known; those that functions add follow in the order of the functions.
    ///   - column: the values of a column, read as a type; a column that gives nil is missing in every row.
    /// - Returns: a vote of each function for each row.
    /// - Throws: `FunctionVotesError`, or the `RowProblem` (its line the row from 1) of a value that a model cannot read.
    public func votes(
        rowCount: Int, labels: [String] = [], column: (String, ExpressionType) -> ExpressionColumn?
    ) throws -> FunctionVotes {
        let data = functions.map { function in function.columns.map { column($0.name, $0.type) } }
        var names = labels
        for (function, columns) in zip(functions, data) {
            for label in function.labels ?? function.found(in: columns) where !names.contains(label) {
                names.append(label)
            }
        }
        guard names.count <= Int(Int16.max) else { throw FunctionVotesError.tooManyLabels(names.count) }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int16($0)) })
        let functions = self.functions
        let parts = Blocks(count: rowCount, size: 32_768).map(threads: threads) { rows in
            Result { try zip(functions, data).map { try $0.votes(rows: rows, $1, places) } }
        }
        var columns = [[Int16]](repeating: [], count: functions.count)
        for part in parts {
            for (function, votes) in try part.get().enumerated() { columns[function] += votes }
        }
        return try FunctionVotes(functions: functions.map(\.name), labels: names, columns: columns)
    }
}

extension LabelingFunction {
    /// The labels that stand in the data, for functions that take them from there; in the order of first appearance.
    func found(in columns: [ExpressionColumn?]) -> [String] {
        guard case .earlier(_, _, let abstention) = rule, case .texts(let texts)?? = columns.first else { return [] }
        var known: Set<String> = []
        var order: [String] = []
        for text in texts where !text.isEmpty && text != abstention && known.insert(text).inserted {
            order.append(text)
        }
        return order
    }

    /// The votes on some rows as places of labels; −1 where it abstains.
    func votes(
        rows: Range<Int>, _ columns: [ExpressionColumn?], _ places: [String: Int16]
    ) throws(RowProblem) -> [Int16] {
        let none = FunctionVotes.abstention
        switch rule {
        case .pattern(let pattern, _, let label): return found(pattern, rows, columns, places[label] ?? none)
        case .keyword(let rule): return found(rule.pattern, rows, columns, places[rule.label] ?? none)
        case .condition(let condition, let label, let otherwise):
            let named = Dictionary(zip(condition.columns, columns), uniquingKeysWith: { first, _ in first })
            let (yes, no) = (places[label] ?? none, otherwise.flatMap { places[$0] } ?? none)
            return condition.holds(rows: rows) { named[$0] ?? nil }.map { $0 == 1 ? yes : $0 == 0 ? no : none }
        case .lookup(_, let entries, let ignoresCase):
            let votes = entries.compactMapValues { places[$0] }
            return texts(columns, rows).map { votes[ignoresCase ? $0.lowercased() : $0] ?? none }
        case .probability(_, let rule):
            guard case .numbers(let numbers)?? = columns.first else { return Self.silence(rows) }
            return numbers[rows].map { number in rule.label(for: number).flatMap { places[$0] } ?? none }
        case .model(let model, let name, let rule): return try votes(of: model, name, rule, rows, columns, places)
        case .earlier(_, let names, let abstention):
            let votes = names.isEmpty ? places : names.compactMapValues { places[$0] }
            return texts(columns, rows).map { $0.isEmpty || $0 == abstention ? none : votes[$0] ?? none }
        }
    }

    private static func silence(_ rows: Range<Int>) -> [Int16] {
        [Int16](repeating: FunctionVotes.abstention, count: rows.count)
    }

    private func texts(_ columns: [ExpressionColumn?], _ rows: Range<Int>) -> ArraySlice<String> {
        guard case .texts(let texts)?? = columns.first else { return Array(repeating: "", count: rows.count)[...] }
        return texts[rows]
    }

    private func found(
        _ pattern: Pattern, _ rows: Range<Int>, _ columns: [ExpressionColumn?], _ label: Int16
    ) -> [Int16] {
        var votes = Self.silence(rows)
        var matcher = PatternMatcher(pattern)
        for case .texts(let texts)? in columns {
            for (place, text) in texts[rows].enumerated() where votes[place] != label && !text.isEmpty {
                if matcher.isFound(in: text) { votes[place] = label }
            }
        }
        return votes
    }

    private func votes(
        of model: ModelArtifact, _ name: String, _ rule: ProbabilityRule, _ rows: Range<Int>,
        _ columns: [ExpressionColumn?], _ places: [String: Int16]
    ) throws(RowProblem) -> [Int16] {
        guard let place = model.classes.firstIndex(of: name) else { return Self.silence(rows) }
        var votes: [Int16] = []
        for row in rows {
            var values: [String: JSONValue] = [:]
            for (column, data) in zip(model.columns, columns) {
                if case .text(let text)? = data?[row] { values[column.name] = .string(text) }
            }
            let scores: [Double]
            do throws(RowProblem) { scores = try model.scores(values) } catch {
                throw RowProblem(line: row + 1, column: error.column, code: error.code, message: error.message)
            }
            votes.append(rule.label(for: scores[place]).flatMap { places[$0] } ?? FunctionVotes.abstention)
        }
        return votes
    }
}
