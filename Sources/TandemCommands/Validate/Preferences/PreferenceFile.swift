import TandemStatistics
import TandemTabular

/// A file of people's blind choices between two systems.
struct PreferenceFile {
    let votes: [PreferenceVote]
    let items: [String]
    let raters: [String]
    /// The two systems; A is the first in sorted order unless said.
    let a: String
    let b: String

    private static let ties: Set<String> = ["tie", "same", "equal", "both", "neither", "none", "draw", "="]

    /// Reads `item,rater,left,right,preferred`; `rater` may be absent.
    ///
    /// `preferred` names a system, or says left, right or tie.
    init(_ path: String, format: TableFormat?, baseline: String?, at desk: Desk) throws {
        let table = try desk.table(path, format: format) { header in
            [.codes("item"), .codes("left"), .codes("right"), .codes("preferred")]
                + (header.contains("rater") ? [.codes("rater")] : [])
        }
        guard table.rowCount > 0 else {
            throw CommandProblem.badInput("\(path): there are no votes under the header")
        }
        let (left, right, preferred) = (table.codes("left"), table.codes("right"), table.codes("preferred"))
        let systems = Set(left.names + right.names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard systems.count == 2 else {
            throw CommandProblem.badInput(
                "\(path): \(systems.count) systems (\(systems.prefix(5).joined(separator: ", "))); this command compares two"
                    + (systems.count > 2 ? "; for more use tandem labels aggregate --kind pairwise" : ""))
        }
        if let baseline, !systems.contains(baseline) {
            throw CommandProblem.usage(
                "--baseline: there is no system \(baseline); there are \(systems[0]), \(systems[1])")
        }
        a = baseline ?? systems[0]
        b = a == systems[0] ? systems[1] : systems[0]
        let item = table.codes("item")
        let rater = table.holds("rater") ? table.codes("rater") : nil
        items = item.names
        raters = rater?.names ?? ["all"]
        var problems: [RowProblem] = []
        var votes: [PreferenceVote] = []
        for row in 0..<table.rowCount {
            let (l, r, chosen) = (left[row] ?? "", right[row] ?? "", preferred[row] ?? "")
            if l == r {
                problems.append(table.problem(row: row, column: "right", "the two sides are the same system, \"\(l)\""))
            } else if let choice = Self.choice(chosen, left: l, right: r, b: b) {
                votes.append(
                    PreferenceVote(
                        item: Int(item.codes[row]), rater: rater.map { Int($0.codes[row]) } ?? 0, isBLeft: l == b,
                        choice: choice))
            } else {
                problems.append(
                    table.problem(
                        row: row, column: "preferred",
                        "\"\(chosen)\" is neither \(l) nor \(r), nor left, right or tie"))
            }
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        self.votes = votes
    }

    private static func choice(_ chosen: String, left: String, right: String, b: String) -> PreferenceVote.Choice? {
        if chosen == left { return left == b ? .b : .a }
        if chosen == right { return right == b ? .b : .a }
        switch chosen.lowercased() {
        case "left": return left == b ? .b : .a
        case "right": return right == b ? .b : .a
        case let other: return ties.contains(other) ? .tie : nil
        }
    }
}
