import TandemNumerics

/// What labeling functions said of tasks: a column for each function, a label or an abstention for each task.
///
/// Two bytes a vote: a million tasks and twenty functions take 40 MB.
public struct FunctionVotes: Sendable, Hashable {
    /// An abstention.
    public static let abstention: Int16 = -1

    /// The functions' names.
    public let functions: [String]
    /// The labels' names.
    public let labels: [String]
    /// Number of tasks.
    public let taskCount: Int
    /// For each function its vote on each task: a place in `labels`, or −1 where it abstains.
    public let columns: [[Int16]]

    /// Votes from their columns.
    ///
    /// - Parameters:
    ///   - functions: the functions' names, at least one, all different.
    ///   - labels: the labels' names, at least two and at most 32,767.
    ///   - columns: for each function its vote on each task: a place in `labels`, or −1.
    /// - Throws: `FunctionVotesError` where these do not fit together.
    public init(functions: [String], labels: [String], columns: [[Int16]]) throws(FunctionVotesError) {
        guard !functions.isEmpty else { throw .noFunctions }
        guard labels.count >= 2 else { throw .tooFewLabels(labels.count) }
        guard labels.count <= Int(Int16.max) else { throw .tooManyLabels(labels.count) }
        guard functions.count == columns.count, Set(columns.map(\.count)).count <= 1 else { throw .unevenColumns }
        if let twice = Dictionary(grouping: functions, by: \.self).filter({ $0.value.count > 1 }).keys.min() {
            throw .functionTwice(twice)
        }
        for (function, column) in zip(functions, columns) {
            let range = column.reduce(into: (low: Int16.max, high: Int16.min)) { range, vote in
                range.low = min(range.low, vote)
                range.high = max(range.high, vote)
            }
            if !column.isEmpty, range.low < Self.abstention || Int(range.high) >= labels.count {
                throw .labelOutOfRange(function: function)
            }
        }
        self.functions = functions
        self.labels = labels
        self.columns = columns
        taskCount = columns.first?.count ?? 0
    }
}

/// What can be wrong with the votes of labeling functions.
public enum FunctionVotesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no function.
    case noFunctions
    /// There are fewer than two labels.
    case tooFewLabels(Int)
    /// There are more labels than a vote can tell apart.
    case tooManyLabels(Int)
    /// Names and columns, or the columns' lengths, differ.
    case unevenColumns
    /// Two functions have one name.
    case functionTwice(String)
    /// A vote is no label's place.
    case labelOutOfRange(function: String)
    /// The given class balance is not a positive share for each label.
    case badBalance

    /// One sentence for people.
    public var description: String {
        switch self {
        case .noFunctions: "there is no labeling function"
        case .tooFewLabels(let count): "there must be at least two labels, but there is \(count == 1 ? "one" : "none")"
        case .tooManyLabels(let count): "there are \(count) labels; at most \(Int16.max) can be told apart"
        case .unevenColumns: "every function needs one vote or abstention for every task"
        case .functionTwice(let name): "two functions are called \(name); give them different names"
        case .labelOutOfRange(let name): "a vote of \(name) is no label's place"
        case .badBalance: "the class balance needs a positive share for each label"
        }
    }
}
