import TandemTabular
import TandemValidation

/// A file of scores with what is truly there, as the guarantee command reads it for a miss rate.
struct MissFile {
    /// The scores of what is there, item by item.
    let positives: PositiveScores
    /// All scores, in rising order, to tell how much a threshold selects.
    let sortedScores: [Double]
    /// The number of items, those without a positive included.
    let itemCount: Int

    init(_ path: String, format: TableFormat?, positive: String?, at desk: Desk) throws {
        var labels: [String] = []
        var scoreColumn = "score"
        var hasItems = false
        let table = try desk.table(path, format: format) { header in
            if header.contains("weight") {
                throw CommandProblem.badInput(
                    "\(path): column weight: a miss rate counts items; draw a uniform sub-sample and leave it out")
            }
            let names = Set(header)
            labels =
                names.contains("y_true")
                ? [] : header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            if !labels.isEmpty {
                return labels.flatMap { [ColumnRequest.numbers("y_" + $0), .numbers("p_" + $0)] }
            }
            scoreColumn = positive.map { "p_" + $0 }.flatMap { names.contains($0) ? $0 : nil } ?? "score"
            hasItems = names.contains("item")
            return [.codes("y_true"), .numbers(scoreColumn)] + (hasItems ? [.codes("item")] : [])
        }
        let isThere: [Bool]
        let scores: [Double]
        let items: [Int]
        if labels.isEmpty {
            scores = table.numbers(scoreColumn)
            isThere = try Self.isThere(table.codes("y_true"), positive, path)
            items = hasItems ? table.codes("item").codes.map { Int($0) } : Array(0..<table.rowCount)
        } else {
            scores = labels.flatMap { table.numbers("p_" + $0) }
            isThere = try labels.flatMap { try Self.flags(table, "y_" + $0, path) }
            items = labels.flatMap { _ in 0..<table.rowCount }
        }
        itemCount = (items.max() ?? -1) + 1
        var found = [[Double]](repeating: [], count: itemCount)
        for (place, item) in items.enumerated() where isThere[place] { found[item].append(scores[place]) }
        positives = PositiveScores(found)
        sortedScores = scores.sorted()
    }

    /// How many of all scores are at least a threshold.
    func selected(from threshold: Double) -> Int {
        var (low, high) = (0, sortedScores.count)
        while low < high {
            let middle = (low + high) / 2
            if sortedScores[middle] < threshold { low = middle + 1 } else { high = middle }
        }
        return sortedScores.count - low
    }

    private static func flags(_ table: Table, _ column: String, _ path: String) throws -> [Bool] {
        let values = table.numbers(column)
        if let row = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            let problem = table.problem(row: row, column: column, "expected 0 or 1, found \(values[row])")
            throw FileProblems(path: path, problems: TableProblems([problem]))
        }
        return values.map { $0 == 1 }
    }

    private static func isThere(_ truth: Codes, _ positive: String?, _ path: String) throws -> [Bool] {
        let names = truth.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if let positive, !names.contains(positive), !names.isEmpty {
            throw CommandProblem.badInput("\(path): no row has y_true \(positive); there are \(names.prefix(10))")
        }
        let chosen = positive ?? (names.contains("1") ? "1" : names.count == 2 ? names[1] : nil)
        guard let chosen else {
            throw CommandProblem.badInput(
                "\(path): say which value of y_true counts as there: --positive VALUE (there are \(names.prefix(10)))")
        }
        return truth.codes.map { truth.names[Int($0)] == chosen }
    }
}
