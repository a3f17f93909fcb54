import TandemLabeling
import TandemTabular

/// Votes of labeling functions in a file: a row a vote (`task,worker,label`), or a row a task and a column a function.
struct FunctionVotesFile {
    /// The tasks' names.
    let tasks: [String]
    let votes: FunctionVotes

    /// How the file is read.
    struct Request {
        let format: TableFormat?
        /// The column of tasks in the wide form; nil for the first.
        let id: String?
        /// The text that is an abstention, besides an empty field.
        let abstention: String
    }

    /// Most votes and abstentions that are held at once.
    private static let mostCells = 2_000_000_000

    init(_ path: String, _ request: Request, at desk: Desk) throws {
        var isLong = false
        var id = ""
        var functions: [String] = []
        let table = try desk.table(path, format: request.format) { header in
            isLong = request.id == nil && ["task", "worker", "label"].allSatisfy(header.contains)
            if isLong { return [.codes("task"), .codes("worker"), .codes("label", isRequired: false)] }
            id = request.id ?? header.first ?? ""
            guard header.contains(id) else { return [.codes(id)] }  // the reader says what there is
            functions = header.filter { $0 != id }
            guard !functions.isEmpty else {
                throw CommandProblem.badInput("\(path): there is no column besides \(id): no function voted")
            }
            return [.codes(id)] + functions.map { .codes($0, isRequired: false) }
        }
        do {
            if isLong {
                (tasks, votes) = try Self.long(table, request.abstention, path)
            } else {
                (tasks, votes) = try Self.wide(table, id, functions, request.abstention, path)
            }
        } catch let error as FunctionVotesError {
            throw CommandProblem.badInput("\(path): \(error)")
        }
    }

    private static func wide(
        _ table: Table, _ id: String, _ functions: [String], _ abstention: String, _ path: String
    ) throws -> ([String], FunctionVotes) {
        let tasks = table.codes(id)
        if tasks.names.count < table.rowCount {
            var seen = Set<Int32>()
            for row in 0..<table.rowCount where !seen.insert(tasks.codes[row]).inserted {
                throw FileProblems(
                    path: path,
                    problems: TableProblems([
                        table.problem(
                            row: row, column: id, "the task \(tasks[row] ?? "") stands in an earlier row already")
                    ]))
            }
        }
        let columns = functions.map { table.codes($0) }
        let labels = ordered(Set(columns.flatMap(\.names)).subtracting([abstention]))
        let places = try self.places(labels)
        let votes = try FunctionVotes(
            functions: functions, labels: labels,
            columns: columns.map { column in
                let map = column.names.map { places[$0] ?? FunctionVotes.abstention }
                return column.codes.map { $0 < 0 ? FunctionVotes.abstention : map[Int($0)] }
            })
        return (tasks.names, votes)
    }

    private static func long(_ table: Table, _ abstention: String, _ path: String) throws -> ([String], FunctionVotes) {
        let (tasks, workers, given) = (table.codes("task"), table.codes("worker"), table.codes("label"))
        guard tasks.names.count * workers.names.count <= mostCells else {
            throw CommandProblem.badInput(
                "\(path): \(tasks.names.count) tasks and \(workers.names.count) workers are too many for labeling functions; "
                    + "use “tandem labels aggregate”")
        }
        let labels = ordered(Set(given.names).subtracting([abstention]))
        let places = try self.places(labels)
        let map = given.names.map { places[$0] ?? FunctionVotes.abstention }
        var columns = [[Int16]](
            repeating: [Int16](repeating: FunctionVotes.abstention, count: tasks.names.count),
            count: workers.names.count)
        for row in 0..<table.rowCount where given.codes[row] >= 0 {
            columns[Int(workers.codes[row])][Int(tasks.codes[row])] = map[Int(given.codes[row])]
        }
        return (tasks.names, try FunctionVotes(functions: workers.names, labels: labels, columns: columns))
    }

    private static func places(_ labels: [String]) throws -> [String: Int16] {
        guard labels.count <= Int(Int16.max) else { throw FunctionVotesError.tooManyLabels(labels.count) }
        return Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, Int16($0)) })
    }

    /// Labels in the order of their numbers where all are numbers, else by Unicode scalars.
    private static func ordered(_ labels: Set<String>) -> [String] {
        let sorted = labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let numbers = sorted.compactMap { Double($0) }
        guard numbers.count == sorted.count else { return sorted }
        return zip(numbers, sorted).sorted { $0.0 < $1.0 }.map(\.1)
    }
}
