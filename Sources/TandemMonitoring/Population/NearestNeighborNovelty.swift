/// How strange a tuple of discrete features is beside known ones: the mean Hamming distance to its nearest few.
///
/// Numeric columns are to be binned by the caller. For a ``PopulationMonitor`` the rows in `known` must not be among
/// those whose novelty makes its reference, else the reference looks more familiar than any live row can.
public struct NearestNeighborNovelty: Sendable, Hashable {
    /// The known tuples and how often each occurs.
    private let tuples: [[Int]]
    private let counts: [Int]
    /// How many nearest rows are averaged.
    public let neighbors: Int

    /// Remembers the known rows, repeated ones once with their count.
    public init(known rows: [[Int]], neighbors: Int = 5) {
        precondition(neighbors > 0, "a neighborhood holds a row")
        var frequency: [[Int]: Int] = [:]
        var order: [[Int]] = []
        for row in rows {
            if frequency[row] == nil { order.append(row) }
            frequency[row, default: 0] += 1
        }
        tuples = order
        counts = order.map { frequency[$0] ?? 0 }
        self.neighbors = neighbors
    }

    /// The mean share of differing columns between `row` and its nearest known rows, in 0 … 1; 1 when none is known.
    public func score(_ row: [Int]) -> Double {
        guard !row.isEmpty else { return 1 }
        var atDistance = [Int](repeating: 0, count: row.count + 1)
        for (tuple, count) in zip(tuples, counts) where tuple.count == row.count {
            var distance = 0
            for column in row.indices where row[column] != tuple[column] { distance += 1 }
            atDistance[distance] += count
        }
        var wanted = neighbors
        var sum = 0
        for (distance, count) in atDistance.enumerated() where wanted > 0 {
            sum += min(count, wanted) * distance
            wanted -= min(count, wanted)
        }
        guard wanted < neighbors else { return 1 }
        return Double(sum) / Double((neighbors - wanted) * row.count)
    }
}
