import TandemLabeling
import TandemTabular

/// What can be told of labeling functions by counting, for documents and terminals.
enum FunctionTable {
    /// One object for each function.
    static func facts(_ votes: FunctionVotes, _ overview: VoteOverview) -> [JSONValue] {
        votes.functions.indices.map { function in
            let counts = overview.functions[function]
            let named = zip(votes.labels, counts.votes).filter { $0.1 > 0 }
            return [
                "name": .string(votes.functions[function]), "votes": JSONValue(counts.covered),
                "coverage": share(counts.covered, of: votes.taskCount),
                "overlap": share(counts.overlaps, of: votes.taskCount),
                "conflict": share(counts.conflicts, of: votes.taskCount),
                "labels": .object(Dictionary(uniqueKeysWithValues: named.map { ($0, JSONValue($1)) })),
            ]
        }
    }

    /// The table that a person sees first.
    static func summary(_ votes: FunctionVotes, _ overview: VoteOverview) -> SummaryTable {
        let rows = votes.functions.indices.map { function in
            let counts = overview.functions[function]
            let labels = zip(votes.labels, counts.votes).filter { $0.1 > 0 }.map { "\($0) \($1)" }
            return [
                votes.functions[function], percent(counts.covered, of: votes.taskCount),
                percent(counts.overlaps, of: votes.taskCount), percent(counts.conflicts, of: votes.taskCount),
                labels.joined(separator: ", "),
            ]
        }
        let all = [
            "all", percent(overview.covered, of: votes.taskCount), percent(overview.overlaps, of: votes.taskCount),
            percent(overview.conflicts, of: votes.taskCount), "of \(votes.taskCount) rows",
        ]
        return SummaryTable(
            "Labeling functions", columns: ["function", "coverage", "overlap", "conflict", "votes"], rows: rows + [all])
    }

    static func share(_ count: Int, of all: Int) -> JSONValue {
        all == 0 ? .null : .number(Double(count) / Double(all))
    }

    static func percent(_ count: Int, of all: Int) -> String {
        all == 0 ? "–" : SummaryTable.number(100 * Double(count) / Double(all), digits: 1) + " %"
    }
}
