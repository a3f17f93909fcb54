import TandemTabular

/// How often a worker gave each label while another was true, as far as the posteriors say: only cells with votes.
public struct ConfusionCounts: Sendable, Hashable {
    /// One cell.
    public struct Cell: Sendable, Hashable {
        /// The label given.
        public let given: Int32
        /// The true label.
        public let truth: Int32
        /// The expected number of votes, above zero.
        public let count: Double

        /// A cell.
        public init(given: Int32, truth: Int32, count: Double) {
            self.given = given
            self.truth = truth
            self.count = count
        }
    }

    /// The cells, by the label given and then by the true one.
    public let cells: [Cell]

    /// Counts from their cells.
    public init(_ cells: [Cell]) { self.cells = cells }

    /// The expected number of votes in all.
    public var total: Double { cells.reduce(0) { $0 + $1.count } }

    /// The expected number of right votes.
    public var right: Double { cells.reduce(0) { $0 + ($1.given == $1.truth ? $1.count : 0) } }

    /// The counts of every worker of a table, from each item's posterior.
    static func all(_ votes: VoteTable, posteriors: [Double], threads: Int) -> [ConfusionCounts] {
        let rows = VoteRows(votes)
        let cells = SparseCells(votes, rows: rows, posteriors: posteriors, threads: threads)
        return votes.workers.indices.map { worker in
            ConfusionCounts(
                (rows.offsets[worker]..<rows.offsets[worker + 1]).flatMap { row in
                    (cells.offsets[row]..<cells.offsets[row + 1]).map {
                        Cell(given: rows.labels[row], truth: cells.labels[$0], count: cells.counts[$0])
                    }
                })
        }
    }

    /// The cells as JSON: triples of given label, true label and count.
    var json: JSONValue {
        .array(cells.map { [.number(Double($0.given)), .number(Double($0.truth)), .number($0.count)] })
    }

    /// Reads what `json` prints.
    init(json: JSONValue, labelCount: Int) throws(LabelingError) {
        var cells: [Cell] = []
        for triple in json.array ?? [] {
            let numbers = triple.array?.compactMap(\.number) ?? []
            guard numbers.count == 3, numbers[2] > 0,
                numbers[0...1].allSatisfy({ $0 >= 0 && $0 < Double(labelCount) && $0 == $0.rounded() })
            else { throw .badFit("a stored confusion is made of triples: label given, true label, count above zero") }
            cells.append(Cell(given: Int32(numbers[0]), truth: Int32(numbers[1]), count: numbers[2]))
        }
        self.cells = cells
    }
}
