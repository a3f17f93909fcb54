import TandemTabular

/// The columns of a file of predictions, before anything is made of them.
struct GuaranteeColumns {
    let path: String
    let table: Table
    /// The labels that have a column p_<label>, in the order asked for or of the file.
    let classes: [String]
    private let scoreOf: String?

    init(_ path: String, format: TableFormat?, request: GuaranteeFile.Request, at desk: Desk) throws {
        self.path = path
        scoreOf = request.scoreOf
        var classes: [String] = []
        table = try desk.table(path, format: format) { header in
            try Self.refuseWeights(header, path)
            classes = request.labels ?? header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            return try Self.wanted(header, classes, request, path)
        }
        self.classes = classes
    }

    func has(_ column: String) -> Bool { table.holds(column) }

    private static func refuseWeights(_ header: [String], _ path: String) throws {
        guard header.contains("weight") else { return }
        throw CommandProblem.badInput(
            "\(path): column weight: guarantees count rows (exact binomial tails, conformal ranks), and weights would "
                + "void them; draw a uniform sub-sample of the rows and leave the column out")
    }

    private static func wanted(
        _ header: [String], _ classes: [String], _ request: GuaranteeFile.Request, _ path: String
    ) throws -> [ColumnRequest] {
        var wanted = classes.map { ColumnRequest.numbers("p_" + $0) }
        if request.needsTruth || header.contains("y_true") { wanted.append(.codes("y_true", isRequired: false)) }
        if header.contains("y_pred") { wanted.append(.codes("y_pred")) }
        if classes.isEmpty {
            guard header.contains("y_pred"), header.contains("score") else {
                throw CommandProblem.badInput(
                    "\(path): needs columns p_<label>, or y_pred and score (how sure the model was of y_pred)")
            }
            wanted.append(.numbers("score"))
        }
        if let by = request.by { wanted.append(.codes(by, isRequired: false)) }
        if header.contains("id"), request.by != "id" { wanted.append(.texts("id")) }
        return wanted
    }

    /// The probabilities of each row beside each other.
    func probabilities() throws -> [Double] {
        let columns = classes.map { table.numbers("p_" + $0) }
        var values: [Double] = []
        values.reserveCapacity(table.rowCount * classes.count)
        var problems: [RowProblem] = []
        for row in 0..<table.rowCount {
            for (place, column) in columns.enumerated() {
                values.append(column[row])
                guard column[row] < 0 || column[row] > 1 + 1e-9 else { continue }
                problems.append(
                    table.problem(
                        row: row, column: "p_" + classes[place], "a probability lies in 0 … 1, found \(column[row])"))
            }
        }
        if !problems.isEmpty { throw FileProblems(path: path, problems: TableProblems(problems)) }
        return values
    }

    /// How sure the model was of each row's predicted label.
    func scores(predicted: [Int], labels: [String], probabilities: [Double]) throws -> [Double] {
        guard classes.isEmpty else { return try ofPredicted(predicted, labels, probabilities) }
        let scores = table.numbers("score")
        guard let scoreOf else { return scores }
        guard let mine = labels.firstIndex(of: scoreOf), labels.count <= 2 else {
            throw CommandProblem.badInput(
                "\(path): --score-of names one of two labels; there are \(labels.prefix(10).joined(separator: ", "))")
        }
        let isProbability = scores.allSatisfy { (0...1).contains($0) }
        return zip(scores, predicted).map { score, label in label == mine ? score : (isProbability ? 1 : 0) - score }
    }

    private func ofPredicted(_ predicted: [Int], _ labels: [String], _ probabilities: [Double]) throws -> [Double] {
        if let row = predicted.firstIndex(where: { $0 >= classes.count }) {
            let problem = table.problem(
                row: row, column: "y_pred", "there is no column p_\(labels[predicted[row]]) for the predicted label")
            throw FileProblems(path: path, problems: TableProblems([problem]))
        }
        return predicted.enumerated().map { row, label in probabilities[row * classes.count + label] }
    }
}
