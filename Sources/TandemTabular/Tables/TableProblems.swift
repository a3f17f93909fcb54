/// Why a file cannot be used as a table: its bad rows, in the order of the file.
public struct TableProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// Most problems that are kept; the rest is only counted.
    public static let kept = 100

    /// The first problems.
    public let problems: [RowProblem]
    /// Number of problems in all.
    public let total: Int

    /// Problems of one file.
    public init(_ problems: [RowProblem], total: Int? = nil) {
        self.problems = Array(problems.prefix(Self.kept))
        self.total = total ?? problems.count
    }

    /// The first problem, and how many follow.
    public var description: String {
        let first = problems.first.map(\.description) ?? "no problem"
        return total > 1 ? "\(first) (and \(total - 1) more)" : first
    }
}
