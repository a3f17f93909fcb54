import TandemStatistics
import TandemTabular
import TandemValidation

/// A file of two-class predictions with sensitive columns, as the fairness commands read it.
struct JudgedFile {
    /// The rows.
    let predictions: JudgedPredictions
    /// The sensitive columns, in the order they were asked for.
    let sensitive: [(name: String, values: Codes)]
    /// The label that counts as positive.
    let positive: String
    /// The table, for what else a command reads.
    let table: Table

    /// How to read the file.
    struct Request {
        /// Names of the sensitive columns.
        var sensitive: [String]
        /// The label that counts as positive; nil for the second in order.
        var positive: String?
        /// From which score on a row is predicted positive where the file has no `y_pred`.
        var threshold: Double
        /// Whether the file must have predictions; without them the truth stands in.
        var needsPredictions = true
        /// Further columns to read, once the header is known.
        var others: ([String]) -> [ColumnRequest] = { _ in [] }
    }

    init(_ path: String, format: TableFormat?, request: Request, at desk: Desk) throws {
        var hasPredictions = false
        var scoreColumn: String?
        var hasWeights = false
        let table = try desk.table(path, format: format) { header in
            hasPredictions = header.contains("y_pred")
            hasWeights = header.contains("weight")
            scoreColumn = Self.scoreColumn(header, positive: request.positive)
            guard hasPredictions || scoreColumn != nil || !request.needsPredictions else {
                throw CommandProblem.badInput("\(path): needs a column y_pred, or score, or p_<positive label>")
            }
            return [.codes("y_true")] + (hasPredictions ? [.codes("y_pred")] : [])
                + (scoreColumn.map { [.numbers($0)] } ?? []) + (hasWeights ? [.numbers("weight")] : [])
                + request.sensitive.map { .codes($0, isRequired: false) } + request.others(header)
        }
        let truth = table.codes("y_true")
        let predicted = hasPredictions ? table.codes("y_pred") : nil
        let positive = try Self.positive(request.positive, truth.names + (predicted?.names ?? []), path)
        let scores = scoreColumn.map { table.numbers($0) }
        let isPositive: (Codes) -> [Bool] = { codes in
            let place = Int32(codes.names.firstIndex(of: positive) ?? -2)
            return codes.codes.map { $0 == place }
        }
        self.table = table
        self.positive = positive
        predictions = try JudgedPredictions(
            truth: isPositive(truth),
            predicted: predicted.map(isPositive) ?? scores?.map { $0 >= request.threshold } ?? isPositive(truth),
            scores: scores,
            weights: hasWeights ? table.numbers("weight") : nil)
        sensitive = request.sensitive.map { ($0, table.codes($0)) }
    }

    private static func scoreColumn(_ header: [String], positive: String?) -> String? {
        if header.contains("score") { return "score" }
        let named = header.filter { $0.hasPrefix("p_") }
        if let positive { return named.first { $0 == "p_" + positive } }
        return named.count == 2 ? named.max { Self.order(String($0.dropFirst(2)), String($1.dropFirst(2))) } : nil
    }

    /// The label that counts as positive: as said, or the second of two in order.
    private static func positive(_ said: String?, _ names: [String], _ path: String) throws -> String {
        let labels = Set(names).sorted(by: order)
        if let said {
            guard labels.contains(said) else {
                throw CommandProblem.badInput(
                    "\(path): no row has the label \(said); there are \(labels.prefix(10).joined(separator: ", "))")
            }
            return said
        }
        guard labels.count <= 2, let last = labels.last else {
            throw CommandProblem.usage(
                labels.isEmpty
                    ? "\(path): the file has no rows"
                    : "\(path): with more than two labels say which one counts as positive: --positive LABEL")
        }
        return last
    }

    /// Numbers in their order, other labels by Unicode scalars.
    private static func order(_ one: String, _ other: String) -> Bool {
        if let first = Double(one), let second = Double(other) { return first < second }
        return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}
