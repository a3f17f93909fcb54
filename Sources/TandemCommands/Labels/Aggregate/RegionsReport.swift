import TandemLabeling
import TandemStatistics
import TandemTabular

/// Aggregates spans of text: `task,worker,start,end,label`, offsets in Unicode scalars, `end` not included.
public enum SpansReport {
    /// The spans of each task that more than the quorum of its workers marked.
    ///
    /// A row without start and end says that the worker saw nothing to mark.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: the spans.
    ///   - options: method `median` (the default), `mean` or `weighted`; overlap, quorum; where the workers' table goes.
    /// - Returns: a row for each result, to be written as the command's output.
    /// - Throws: `CommandProblem`, or the file's bad rows.
    public static func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let kind = RegionKind<TextSpan>(
            name: "spans", columns: ["start", "end"],
            make: { edges in
                let isWhole = edges.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
                return isWhole ? TextSpan(start: Int(edges[0]), end: Int(edges[1])) : nil
            }, problem: "start and end are whole offsets with 0 ≤ start < end",
            values: { spans in [.integers(spans.map(\.start)), .integers(spans.map(\.end))] })
        return try kind.report(desk: desk, path: path, options: options)
    }
}

/// Aggregates boxes in images: `task,worker,x,y,width,height,label`.
public enum BoxesReport {
    /// The boxes of each task that more than the quorum of its workers drew.
    ///
    /// A row without coordinates says that the worker saw nothing to draw.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: the boxes.
    ///   - options: method `median` (the default), `mean` or `weighted`; overlap, quorum; where the workers' table goes.
    /// - Returns: a row for each result, to be written as the command's output.
    /// - Throws: `CommandProblem`, or the file's bad rows.
    public static func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let kind = RegionKind<Box>(
            name: "boxes", columns: ["x", "y", "width", "height"],
            make: { Box(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) },
            problem: "width and height of a box are positive",
            values: { boxes in
                [
                    .numbers(boxes.map(\.x)), .numbers(boxes.map(\.y)), .numbers(boxes.map(\.width)),
                    .numbers(boxes.map(\.height)),
                ]
            })
        return try kind.report(desk: desk, path: path, options: options)
    }
}

/// What spans and boxes differ in, and the report that they share.
private struct RegionKind<Place: Region> {
    let name: String
    let columns: [String]
    let make: ([Double]) -> Place?
    let problem: String
    let values: ([Place]) -> [OutputTable.Values]

    func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let center = try options.method(name, default: RegionCenter.median)
        guard options.overlap > 0, options.overlap <= 1, options.quorum >= 0, options.quorum < 1 else {
            throw CommandProblem.usage("the overlap lies above 0 and up to 1, the quorum from 0 to below 1")
        }
        let file = try MarkingsFile(desk: desk, path: path, format: options.format, kind: self)
        let method = RegionConsensus(overlap: options.overlap, quorum: options.quorum, center: center)
        let outcome = method.outcome(file.markings, judged: file.judged, workerCount: file.workers.count)
        let shared = outcome.taskAgreement.filter { !$0.isNaN }
        let agreement = Bootstrap(seed: options.seed, replicates: 1_000).mean(of: shared)
        var report = Report(
            facts: [
                "kind": .string(name), "method": .string(center.rawValue), "overlap": .number(options.overlap),
                "quorum": .number(options.quorum), "tasks": JSONValue(file.tasks.count),
                "workers": JSONValue(file.workers.count), "votes": JSONValue(file.markings.count),
                "clusters": JSONValue(outcome.clusters.count), "accepted": JSONValue(outcome.accepted.count),
                "agreement": agreement?.json ?? .null,
            ], rowsName: "items", rows: rows(outcome.accepted, file),
            summary: [
                SummaryTable(
                    "Consensus of \(name)",
                    [
                        ("tasks", "\(file.tasks.count)"), ("workers", "\(file.workers.count)"),
                        ("marked", "\(file.markings.count)"), ("accepted", "\(outcome.accepted.count)"),
                        ("agreement", SummaryTable.number(agreement?.value, digits: 3)),
                    ])
            ])
        if let path = options.workers {
            report.files.append(.init(path: path, rows: workers(outcome.workerAgreement, file)))
        }
        return report
    }

    private func rows(_ clusters: [RegionCluster<Place>], _ file: MarkingsFile<Place>) -> OutputTable {
        let places = values(clusters.map(\.place))
        return OutputTable(
            [.init("task", .codes(clusters.map { Int32($0.task) }, names: file.tasks))]
                + zip(columns, places).map { .init($0, $1) } + [
                    .init("label", .codes(clusters.map { Int32($0.label) }, names: file.labels)),
                    .init("support", .numbers(clusters.map(\.support))),
                    .init("label_share", .numbers(clusters.map { Double($0.labelVotes) / Double($0.votes) })),
                    .init("tightness", .numbers(clusters.map(\.tightness))),
                    .init("votes", .integers(clusters.map(\.votes))),
                    .init("workers", .integers(clusters.map(\.workers))),
                ])
    }

    private func workers(_ agreement: [Double], _ file: MarkingsFile<Place>) -> OutputTable {
        var marked = [Int](repeating: 0, count: file.workers.count)
        for marking in file.markings { marked[marking.worker] += 1 }
        let judged = file.workers.indices.map { worker in file.judged.count { $0.contains(worker) } }
        return OutputTable([
            .init("worker", .texts(file.workers)), .init("n", .integers(judged)), .init("marked", .integers(marked)),
            .init("agreement", .numbers(agreement)),
        ])
    }
}

/// Regions read from a file, with the names behind the numbers.
private struct MarkingsFile<Place: Region> {
    let markings: [Marking<Place>]
    /// The workers who judged each task.
    let judged: [Set<Int>]
    let tasks: [String]
    let workers: [String]
    let labels: [String]

    init(desk: Desk, path: String, format: TableFormat?, kind: RegionKind<Place>) throws {
        let table = try desk.table(path, format: format) { _ in
            [.codes("task"), .codes("worker"), .codes("label", isRequired: false)]
                + kind.columns.map { .numbers($0, isRequired: false) }
        }
        guard table.rowCount > 0 else { throw CommandProblem.badInput("\(path): there are no rows") }
        let tasks = table.codes("task")
        let workers = table.codes("worker").sorted
        let labels = table.codes("label").sorted
        let columns = kind.columns.map { table.numbers($0) }
        var judged = [Set<Int>](repeating: [], count: tasks.names.count)
        var markings: [Marking<Place>] = []
        var problems: [RowProblem] = []
        for row in 0..<table.rowCount {
            let task = Int(tasks.codes[row])
            let worker = Int(workers.codes[row])
            judged[task].insert(worker)
            let edges = columns.map { $0[row] }
            if edges.allSatisfy(\.isNaN) { continue }
            guard let place = kind.make(edges) else {
                problems.append(table.problem(row: row, column: kind.columns[0], kind.problem))
                continue
            }
            guard labels.codes[row] >= 0 else {
                problems.append(
                    table.problem(row: row, column: "label", code: .missingValue, "what is marked needs a label"))
                continue
            }
            markings.append(Marking(task: task, worker: worker, place: place, label: Int(labels.codes[row])))
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        self.markings = markings
        self.judged = judged
        self.tasks = tasks.names
        self.workers = workers.names
        self.labels = labels.names
    }
}
