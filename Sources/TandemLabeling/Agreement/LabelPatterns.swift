/// Tasks with the same counts of labels, as one cell each: agreement depends on the counts alone.
///
/// Cells are the sufficient statistic of every coefficient here, so a bootstrap replicate costs a pass over the cells
/// and not over the votes. Those of rated tasks are sorted, so that the order of rows in a file changes nothing, not even
/// the draws.
public struct LabelPatterns: Sendable, Hashable {
    /// The number of possible labels.
    public let labelCount: Int
    /// How many tasks have each pattern.
    public let times: [Int]
    /// The entries of cell c stand at offsets[c] ..< offsets[c + 1].
    let offsets: [Int]
    /// The label of each entry, ascending within a cell.
    let labels: [Int32]
    /// How often the label was given, at least once.
    let counts: [Int32]
    /// The votes on a task of each cell.
    let sizes: [Int32]

    /// The number of tasks with votes.
    public var taskCount: Int { times.reduce(0, +) }

    /// The number of tasks with at least two votes.
    public var pairedTaskCount: Int { zip(sizes, times).reduce(0) { $0 + ($1.0 > 1 ? $1.1 : 0) } }

    /// Counts label patterns of rated tasks; tasks without votes are left out.
    public init(_ ratings: Ratings) {
        var cells: [[Int32]: Int] = [:]
        for task in 0..<ratings.taskCount where ratings.offsets[task] < ratings.offsets[task + 1] {
            let given = ratings.labels[ratings.offsets[task]..<ratings.offsets[task + 1]].sorted()
            cells[given, default: 0] += 1
        }
        self.init(
            cells.map { given, times -> (entries: [(label: Int32, count: Int32)], times: Int) in
                var entries: [(label: Int32, count: Int32)] = []
                for label in given {
                    if let last = entries.last, last.label == label {
                        entries[entries.count - 1].count += 1
                    } else {
                        entries.append((label, 1))
                    }
                }
                return (entries, times)
            }.sorted { Self.key($0.entries).lexicographicallyPrecedes(Self.key($1.entries)) },
            labelCount: ratings.labelCount)
    }

    /// Cells, in the order given, from how often each label, any number, was given, and how many tasks show that pattern.
    public init(patterns: [[Int32: Int]], times: [Int]) {
        let names = Set(patterns.flatMap(\.keys)).sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        self.init(
            zip(patterns, times).map { pattern, times in
                let entries = pattern.compactMap { name, count in
                    places[name].map { (label: $0, count: Int32(count)) }
                }
                return (entries.sorted { $0.label < $1.label }.filter { $0.count > 0 }, times)
            }, labelCount: names.count)
    }

    private static func key(_ entries: [(label: Int32, count: Int32)]) -> [Int32] {
        entries.flatMap { [$0.label, $0.count] }
    }

    private init(_ cells: [(entries: [(label: Int32, count: Int32)], times: Int)], labelCount: Int) {
        var offsets = [0]
        var labels: [Int32] = []
        var counts: [Int32] = []
        for cell in cells {
            labels += cell.entries.map(\.label)
            counts += cell.entries.map(\.count)
            offsets.append(labels.count)
        }
        self.labelCount = labelCount
        times = cells.map(\.times)
        sizes = cells.map { $0.entries.reduce(0) { $0 + $1.count } }
        self.offsets = offsets
        self.labels = labels
        self.counts = counts
    }
}
