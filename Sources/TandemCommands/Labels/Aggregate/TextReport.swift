import TandemLabeling
import TandemNumerics
import TandemTabular

/// Aggregates texts, as transcriptions: `task,worker,text` (or `label` instead of `text`).
public enum TextReport {
    /// The only method.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Words aligned and voted.
        case rover
    }

    /// The text of each task that words voted one by one come to.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: the texts; an empty one is an answer too, a later one of the same worker replaces the earlier.
    ///   - options: method `rover`; where the workers' table goes.
    /// - Returns: a row for each result, to be written as the command's output.
    /// - Throws: `CommandProblem`, or the file's bad rows.
    public static func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let method = try options.method("text", default: Method.rover)
        var column = "text"
        let table = try desk.table(path, format: options.format) { header in
            column = header.contains("text") ? "text" : "label"
            return [.codes("task"), .codes("worker"), .texts(column)]
        }
        guard table.rowCount > 0 else { throw CommandProblem.badInput("\(path): there are no texts") }
        let tasks = table.codes("task")
        let workers = table.codes("worker")
        let texts = table.texts(column)
        let rows = Self.rows(tasks.codes, workers.codes, tasks: tasks.names.count)
        let found = Blocks(count: rows.count, size: 64).map(threads: options.threads) { block in
            block.map { Rover().consensus(of: rows[$0].map { texts[$0] }) }
        }.flatMap { $0 }
        var report = Report(
            facts: [
                "kind": "text", "method": .string(method.rawValue), "tasks": JSONValue(rows.count),
                "workers": JSONValue(workers.names.count), "votes": JSONValue(rows.reduce(0) { $0 + $1.count }),
            ], rowsName: "items",
            rows: OutputTable([
                .init("task", .texts(tasks.names)), .init(column, .texts(found.map { $0?.text ?? "" })),
                .init("agreement", .numbers(found.map { $0?.agreement ?? .nan })),
                .init("votes", .integers(rows.map(\.count))),
            ]),
            summary: [
                SummaryTable(
                    "Texts voted word by word",
                    [("tasks", "\(rows.count)"), ("workers", "\(workers.names.count)")])
            ])
        if let path = options.workers {
            var totals = [(n: Int, errors: Int, words: Int)](repeating: (0, 0, 0), count: workers.names.count)
            for (task, members) in rows.enumerated() {
                let reference = (found[task]?.text ?? "").split(separator: " ")
                for row in members {
                    let worker = Int(workers.codes[row])
                    totals[worker].n += 1
                    totals[worker].errors += WordErrors.count(texts[row].split(separator: " "), against: reference)
                    totals[worker].words += reference.count
                }
            }
            let order = workers.names.indices.sorted {
                workers.names[$0].utf8.lexicographicallyPrecedes(workers.names[$1].utf8)
            }
            let table = OutputTable([
                .init("worker", .texts(order.map { workers.names[$0] })),
                .init("n", .integers(order.map { totals[$0].n })),
                .init("word_error_rate", .numbers(order.map { Double(totals[$0].errors) / Double(totals[$0].words) })),
            ])
            report.files.append(.init(path: path, rows: table))
        }
        return report
    }

    /// The rows of each task in the order of the file; a worker's last answer stands where the first one stood.
    private static func rows(_ tasks: [Int32], _ workers: [Int32], tasks count: Int) -> [[Int]] {
        var rows = [[Int]](repeating: [], count: count)
        for (row, task) in tasks.enumerated() {
            if let earlier = rows[Int(task)].firstIndex(where: { workers[$0] == workers[row] }) {
                rows[Int(task)][earlier] = row
            } else {
                rows[Int(task)].append(row)
            }
        }
        return rows
    }
}

/// The number of words to insert, delete or replace (Levenshtein 1966).
enum WordErrors {
    static func count(_ words: [Substring], against reference: [Substring]) -> Int {
        var above = Array(0...reference.count)
        for (row, word) in words.enumerated() {
            var current = [row + 1]
            for (column, other) in reference.enumerated() {
                let change = above[column] + (word == other ? 0 : 1)
                current.append(min(change, min(above[column + 1], current[column]) + 1))
            }
            above = current
        }
        return above[reference.count]
    }
}
