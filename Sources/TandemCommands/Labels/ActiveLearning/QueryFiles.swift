import TandemLabeling
import TandemNumerics
import TandemTabular

/// The files of `labels next` as one pool: items, class probabilities, votes, features.
struct QueryFiles {
    let pool: QueryPool
    /// The items' ids, by row.
    let ids: [String]
    /// The classes, in the order of the first file of probabilities.
    let classes: [String]
    /// What was left aside.
    var notes: [String] = []

    /// What to read.
    struct Request {
        let pool: String
        let format: TableFormat?
        let id: String
        let probabilities: [String]
        let votes: String?
        let features: [String]?
        /// Whether the strategy cannot do without features.
        let needsFeatures: Bool
        /// Whether it looks at features where there are any.
        let usesFeatures: Bool
    }

    init(_ request: Request, at desk: Desk) throws {
        let table = try desk.table(request.pool, format: request.format) { header in
            let names = request.features ?? header.filter { $0 != request.id }
            let wanted = request.usesFeatures ? names.filter { $0 != request.id } : []
            guard !request.needsFeatures || !wanted.isEmpty else {
                throw CommandProblem.badInput("\(request.pool): this strategy needs columns beside \(request.id)")
            }
            return [.codes(request.id)] + wanted.map { .texts($0) }
        }
        let codes = table.codes(request.id)
        guard codes.names.count == table.rowCount else {
            let seen = Dictionary(grouping: codes.codes.indices) { codes.codes[$0] }
            let twice = seen.values.filter { $0.count > 1 }.map { $0[1] }.min() ?? 0
            throw CommandProblem.badInput(
                "\(request.pool): line \(table.lines[twice]), column \(request.id): "
                    + "the id \(codes[twice] ?? "") stands there twice; ids must differ")
        }
        ids = codes.names
        let rows = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        var classes: [String]?
        var models: [Matrix] = []
        for path in request.probabilities {
            let read = try ProbabilityFile(path, format: request.format, id: request.id, classes: classes, at: desk)
            classes = read.classes
            models.append(try read.matrix(for: ids, rows: rows))
        }
        self.classes = classes ?? []
        var votes: PoolVotes?
        if let path = request.votes {
            let read = try Self.votes(path, format: request.format, rows: rows, classes: classes, at: desk)
            votes = read.votes
            if read.others > 0 { notes.append("\(path): \(read.others) votes are on items that are not in the pool") }
        }
        var features: SparseMatrix?
        let names = (request.features ?? table.header).filter { $0 != request.id }
        if request.usesFeatures, !names.isEmpty {
            let frame = try table.frame(names)
            features = FeatureEncoder.fit(frame).encode(frame)
        }
        do {
            pool = try QueryPool(rows: ids.count, models: models, votes: votes, features: features)
        } catch {
            throw CommandProblem.badInput("\(error)")
        }
    }

    private static func votes(
        _ path: String, format: TableFormat?, rows: [String: Int], classes: [String]?, at desk: Desk
    ) throws -> (votes: PoolVotes, others: Int) {
        let table = try desk.table(path, format: format) { _ in [.codes("task"), .codes("worker"), .codes("label")] }
        let tasks = table.codes("task")
        let workers = table.codes("worker")
        let labels = table.codes("label")
        let taskRows = tasks.names.map { rows[$0].map(Int32.init) ?? -1 }
        let places = Dictionary(
            (classes ?? labels.sorted.names).enumerated().map { ($1, Int32($0)) },
            uniquingKeysWith: { first, _ in first })
        for row in 0..<table.rowCount where taskRows[Int(tasks.codes[row])] >= 0 {
            guard labels[row].map({ places[$0] != nil }) ?? false else {
                throw CommandProblem.badInput(
                    "\(path): line \(table.lines[row]), column label: the models give no probability p_\(labels[row] ?? "")"
                )
            }
        }
        let kept = (0..<table.rowCount).filter { taskRows[Int(tasks.codes[$0])] >= 0 }
        let votes = try PoolVotes(
            rows: rows.count, workers: workers.names.count, items: kept.map { taskRows[Int(tasks.codes[$0])] },
            voters: kept.map { workers.codes[$0] }, labels: kept.map { places[labels[$0] ?? ""] ?? 0 })
        return (votes, table.rowCount - kept.count)
    }
}

/// A file of class probabilities: `id` first, then `p_<class>`.
struct ProbabilityFile {
    let path: String
    let classes: [String]
    let table: Table
    let id: String

    init(_ path: String, format: TableFormat?, id: String, classes: [String]?, at desk: Desk) throws {
        var found: [String] = []
        table = try desk.table(path, format: format) { header in
            found = header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            guard found.count >= 2 else {
                throw CommandProblem.badInput("\(path): at least two columns p_<class> are needed")
            }
            if let classes, Set(classes) != Set(found) {
                throw CommandProblem.badInput(
                    "\(path): the classes are \(found.sorted().joined(separator: ", ")), in the first file "
                        + classes.sorted().joined(separator: ", "))
            }
            return [.codes(id)] + found.map { .numbers("p_" + $0) }
        }
        self.path = path
        self.id = id
        self.classes = classes ?? found
    }

    /// The probabilities of the pool's items, a row each.
    func matrix(for ids: [String], rows: [String: Int]) throws -> Matrix {
        var matrix = Matrix(rows: ids.count, columns: classes.count, filledWith: .nan)
        let codes = table.codes(id)
        for (place, name) in classes.enumerated() {
            let numbers = table.numbers("p_" + name)
            for line in 0..<table.rowCount {
                guard let row = codes[line].flatMap({ rows[$0] }) else { continue }
                guard numbers[line] >= 0, numbers[line] <= 1 else {
                    throw CommandProblem.badInput(
                        "\(path): line \(table.lines[line]), column p_\(name): \(numbers[line]) is no probability")
                }
                matrix[row, place] = numbers[line]
            }
        }
        if let missing = ids.indices.first(where: { matrix[$0, 0].isNaN }) {
            throw CommandProblem.badInput(
                "\(path): there are no probabilities for the item \(ids[missing]) of the pool")
        }
        return matrix
    }
}
