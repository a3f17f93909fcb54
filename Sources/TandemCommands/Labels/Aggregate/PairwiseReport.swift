import TandemLabeling
import TandemTabular

/// Aggregates preferences: `left,right,winner,worker`; an empty winner is a tie.
public enum PairwiseReport {
    /// How the strengths are estimated.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// All workers alike.
        case bradleyTerry = "bradley-terry"
        /// With each worker's reliability and favorite side.
        case noisy = "noisy-bradley-terry"
    }

    /// The strength and rank of each item.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: the preferences.
    ///   - options: method `bradley-terry` (the default) or `noisy-bradley-terry`; where the workers' table goes.
    /// - Returns: a row for each result, to be written as the command's output.
    /// - Throws: `CommandProblem`, or the file's bad rows.
    public static func report(desk: Desk, path: String, options: KindOptions) throws -> Report {
        let method = try options.method("pairwise", default: Method.bradleyTerry)
        let file = try PreferencesFile(desk: desk, path: path, format: options.format)
        let found = fit(file.comparisons, method)
        let order = file.items.indices.sorted {
            (-found.scores[$0], $0) < (-found.scores[$1], $1)
        }
        var report = Report(
            facts: [
                "kind": "pairwise", "method": .string(method.rawValue), "items_ranked": JSONValue(file.items.count),
                "workers": JSONValue(file.workers.count), "comparisons": JSONValue(file.comparisons.count),
                "connected": .bool(found.isConnected),
            ], rowsName: "items",
            rows: OutputTable([
                .init("item", .texts(order.map { file.items[$0] })),
                .init("score", .numbers(order.map { found.scores[$0] })),
                .init("rank", .integers(Array(1..<(order.count + 1)))),
                .init("wins", .numbers(order.map { file.wins[$0] })),
                .init("comparisons", .integers(order.map { file.compared[$0] })),
            ]),
            summary: [
                SummaryTable(
                    "Best of \(file.items.count) items", columns: ["item", "score", "wins", "comparisons"],
                    rows: order.prefix(10).map {
                        [
                            file.items[$0], SummaryTable.number(found.scores[$0]), SummaryTable.number(file.wins[$0]),
                            "\(file.compared[$0])",
                        ]
                    })
            ], notes: found.notes)
        if let path = options.workers { report.files.append(.init(path: path, rows: found.workers(file))) }
        return report
    }

    private struct Found {
        let scores: [Double]
        let isConnected: Bool
        var reliabilities: [Double] = []
        var leftBiases: [Double] = []
        var notes: [String] = []

        /// Each worker's n, share of comparisons that agree with the scores, share of left answers.
        func workers(_ file: PreferencesFile) -> OutputTable {
            let comparisons = file.comparisons
            var counts = [Double](repeating: 0, count: file.workers.count)
            var agreeing = counts
            var lefts = counts
            for place in 0..<comparisons.count {
                let worker = Int(comparisons.workers[place])
                let gap = scores[Int(comparisons.lefts[place])] - scores[Int(comparisons.rights[place])]
                let side = Double(comparisons.winners[place].rawValue)
                counts[worker] += 1
                lefts[worker] += (side + 1) / 2
                agreeing[worker] += gap == 0 || side == 0 ? 0.5 : (gap > 0) == (side > 0) ? 1 : 0
            }
            var columns: [OutputTable.Column] = [
                .init("worker", .texts(file.workers)), .init("n", .integers(counts.map { Int($0) })),
                .init("agreement", .numbers(zip(agreeing, counts).map { $0 / $1 })),
                .init("left_share", .numbers(zip(lefts, counts).map { $0 / $1 })),
            ]
            if !reliabilities.isEmpty {
                columns += [
                    .init("reliability", .numbers(reliabilities)), .init("left_bias", .numbers(leftBiases)),
                ]
            }
            return OutputTable(columns)
        }
    }

    /// Pseudo-comparisons where the plain fit does not exist.
    private static let pseudo = 0.1

    private static func fit(_ comparisons: Comparisons, _ method: Method) -> Found {
        let plain = BradleyTerry()
        let first = plain.fit(comparisons)
        if method == .noisy {
            let fit = NoisyBradleyTerry().fit(comparisons)
            return Found(
                scores: fit.scores, isConnected: first.isConnected, reliabilities: fit.reliabilities,
                leftBiases: fit.leftBiases,
                notes: fit.isConverged ? [] : ["the search for the best fit ended early; scores are approximate"])
        }
        if first.isConnected { return Found(scores: first.scores, isConnected: true) }
        return Found(
            scores: BradleyTerry(pseudoComparisons: pseudo).fit(comparisons).scores, isConnected: false,
            notes: [
                "some items never lose to, or never beat, the others: the plain fit does not exist, so each item was"
                    + " given \(pseudo) wins and losses against an average one"
            ])
    }
}

/// Preferences read from a file, with the names behind the numbers.
struct PreferencesFile {
    let comparisons: Comparisons
    let items: [String]
    let workers: [String]
    /// Wins of each item, ties half.
    let wins: [Double]
    /// Comparisons of each item.
    let compared: [Int]

    init(desk: Desk, path: String, format: TableFormat?) throws {
        let table = try desk.table(path, format: format) { _ in
            [.codes("left"), .codes("right"), .codes("winner", isRequired: false), .codes("worker")]
        }
        guard table.rowCount > 0 else { throw CommandProblem.badInput("\(path): there are no comparisons") }
        let (left, right, winner) = (table.codes("left"), table.codes("right"), table.codes("winner"))
        let workers = table.codes("worker").sorted
        let items = Set(left.names + right.names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, Int32($0)) })
        func numbers(_ codes: Codes) -> [Int32] {
            let names = codes.names.map { places[$0] ?? -1 }
            return codes.codes.map { $0 < 0 ? -2 : names[Int($0)] }
        }
        let (lefts, rights, chosen) = (numbers(left), numbers(right), numbers(winner))
        var winners: [Comparisons.Winner] = []
        var problems: [RowProblem] = []
        var wins = [Double](repeating: 0, count: items.count)
        var compared = [Int](repeating: 0, count: items.count)
        for row in 0..<table.rowCount {
            let side: Comparisons.Winner =
                chosen[row] == -2 ? .tie : chosen[row] == lefts[row] ? .left : .right
            if lefts[row] == rights[row] {
                problems.append(table.problem(row: row, column: "right", "an item is compared with itself"))
            } else if side == .right, chosen[row] != rights[row] {
                problems.append(
                    table.problem(row: row, column: "winner", "the winner is neither left nor right; leave a tie empty")
                )
            }
            winners.append(side)
            wins[Int(lefts[row])] += (Double(side.rawValue) + 1) / 2
            wins[Int(rights[row])] += (1 - Double(side.rawValue)) / 2
            compared[Int(lefts[row])] += 1
            compared[Int(rights[row])] += 1
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        comparisons = Comparisons(
            lefts: lefts, rights: rights, winners: winners, workers: workers.codes, itemCount: items.count,
            workerCount: workers.names.count)
        self.items = items
        self.workers = workers.names
        self.wins = wins
        self.compared = compared
    }
}
