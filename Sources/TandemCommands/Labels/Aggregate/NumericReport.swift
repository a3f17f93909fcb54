import TandemLabeling
import TandemTabular

/// Aggregates numbers: `task,worker,label`.
public enum NumericReport {
    /// The consensus number of each task.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: the answers.
    ///   - options: method `mean`, `median` or `weighted` (the default); where the workers' table goes.
    /// - Returns: a row for each result, to be written as the command's output.
    /// - Throws: `CommandProblem`, or the file's bad rows.
    public static func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let method = try options.method("numeric", default: NumericMethod.weighted)
        let table = try desk.table(path, format: options.format) { _ in
            [.codes("task"), .codes("worker"), .numbers("label", isRequired: false)]
        }
        let tasks = table.codes("task")
        let workers = table.codes("worker").sorted
        let values = table.numbers("label")
        let rows = values.indices.filter { !values[$0].isNaN }
        guard !rows.isEmpty else { throw CommandProblem.badInput("\(path): there are no answers") }
        let answers = try NumericAnswers(
            tasks: rows.map { tasks.codes[$0] }, workers: rows.map { workers.codes[$0] },
            values: rows.map { values[$0] },
            taskCount: tasks.names.count, workerCount: workers.names.count)
        let consensus = method.consensus(of: answers)
        var report = Report(
            facts: [
                "kind": "numeric", "method": .string(method.rawValue), "tasks": JSONValue(answers.taskCount),
                "workers": JSONValue(answers.workerCount), "votes": JSONValue(answers.count),
            ], rowsName: "items",
            rows: OutputTable([
                .init("task", .texts(tasks.names)), .init("label", .numbers(consensus.values)),
                .init("standard_error", .numbers(consensus.standardErrors)),
                .init("votes", .integers((0..<answers.taskCount).map { answers.values(on: $0).count })),
            ]),
            summary: [
                SummaryTable(
                    "Consensus of numbers (\(method.rawValue))",
                    [
                        ("tasks", "\(answers.taskCount)"), ("workers", "\(answers.workerCount)"),
                        ("answers", "\(answers.count)"),
                    ])
            ])
        if let path = options.workers {
            let table = NumericWorkers(answers, consensus, names: workers.names).table
            report.files.append(.init(path: path, rows: table))
        }
        return report
    }
}

/// How each worker's numbers stand to the consensus.
private struct NumericWorkers {
    let table: OutputTable

    init(_ answers: NumericAnswers, _ consensus: NumericConsensus, names: [String]) {
        var sums = [DifferenceSums](repeating: DifferenceSums(), count: names.count)
        for answer in answers.all where !consensus.values[answer.task].isNaN {
            sums[answer.worker].add(answer.value, truth: consensus.values[answer.task])
        }
        var columns: [OutputTable.Column] = [
            .init("worker", .texts(names)), .init("n", .integers(sums.map { Int($0.n) })),
            .init("mean_difference", .numbers(sums.map(\.meanDifference))),
            .init("root_mean_square_difference", .numbers(sums.map(\.rootMeanSquare))),
            .init("correlation", .numbers(sums.map(\.correlation))),
        ]
        if !consensus.workers.isEmpty {
            columns += [
                .init("bias", .numbers(consensus.workers.map(\.bias))),
                .init("slope", .numbers(consensus.workers.map(\.slope))),
                .init("deviation", .numbers(consensus.workers.map(\.deviation))),
            ]
        }
        table = OutputTable(columns)
    }
}

/// Sums over a worker's answers and the consensus of their tasks.
private struct DifferenceSums {
    private(set) var n = 0.0
    private var difference = 0.0
    private var square = 0.0
    private var answer = (sum: 0.0, squares: 0.0)
    private var truth = (sum: 0.0, squares: 0.0)
    private var product = 0.0

    mutating func add(_ value: Double, truth actual: Double) {
        n += 1
        difference += value - actual
        square += (value - actual) * (value - actual)
        answer = (answer.sum + value, answer.squares + value * value)
        truth = (truth.sum + actual, truth.squares + actual * actual)
        product += value * actual
    }

    var meanDifference: Double { difference / n }

    var rootMeanSquare: Double { (square / n).squareRoot() }

    /// Pearson's; NaN where answers or tasks do not vary.
    var correlation: Double {
        let spread = (n * answer.squares - answer.sum * answer.sum) * (n * truth.squares - truth.sum * truth.sum)
        return spread > 0 ? (n * product - answer.sum * truth.sum) / spread.squareRoot() : .nan
    }
}
