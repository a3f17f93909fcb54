import TandemNumerics

/// Adds normal noise to numbers: standard deviation `scale` times that of the column over the rows for training.
public struct NoiseStep: Sendable, Hashable {
    /// The columns.
    public let columns: [String]
    /// The noise's standard deviation over the column's; above 0.
    public let scale: Double

    /// The step.
    public init(columns: [String], scale: Double) {
        self.columns = columns
        self.scale = scale
    }
}

/// Puts a row on the straight line to one of its nearest neighbors of the same class.
///
/// SMOTE: N. Chawla et al., "SMOTE: Synthetic Minority Over-sampling Technique" (2002). Distances are Euclidean over the
/// named columns, standardized; columns that are not named are the parent's. Such rows say that everything between two
/// rows of a class belongs to the class, which need not be so.
public struct InterpolationStep: Sendable, Hashable {
    /// The columns.
    public let columns: [String]
    /// Neighbors to choose from.
    public let neighbors: Int

    /// The step.
    public init(columns: [String], neighbors: Int = 5) {
        self.columns = columns
        self.neighbors = neighbors
    }
}

/// What pipelines know of a column of numbers, from the rows for training.
struct NumberColumn: Sendable {
    let values: [Double]
    let mean: Double
    let deviation: Double
    /// Whether all values are whole; changed ones are rounded then.
    let isWhole: Bool

    init(_ values: [Double], rows: [Int]) {
        self.values = values
        let present = rows.map { values[$0] }.filter { !$0.isNaN }
        let count = Double(max(present.count, 1))
        let mean = present.reduce(0, +) / count
        self.mean = mean
        deviation = (present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        isWhole = present.allSatisfy { $0 == $0.rounded() }
    }

    func shaped(_ value: Double) -> Double { isWhole ? value.rounded() : value }
}

/// The nearest rows of the same class, found once for all copies.
struct NearestOfClass: Sendable {
    private let columns: [NumberColumn]
    private let members: [Int: [Int]]
    private let classes: [Int]

    init(columns: [NumberColumn], classes: [Int], rows: [Int]) {
        self.columns = columns
        self.classes = classes
        members = Dictionary(
            grouping: rows.filter { row in
                classes[row] >= 0 && columns.allSatisfy { !$0.values[row].isNaN }
            }
        ) { classes[$0] }
    }

    /// Up to `count` nearest rows, the nearest first; none for rows without class or with missing numbers.
    func neighbors(of row: Int, count: Int) -> [Int] {
        guard classes[row] >= 0, columns.allSatisfy({ !$0.values[row].isNaN }) else { return [] }
        let others = (members[classes[row]] ?? []).filter { $0 != row }
        let distances = others.map { other in
            columns.reduce(0.0) { sum, column in
                guard column.deviation > 0 else { return sum }
                let gap = (column.values[row] - column.values[other]) / column.deviation
                return sum + gap * gap
            }
        }
        return others.indices.sorted { (distances[$0], others[$0]) < (distances[$1], others[$1]) }.prefix(count)
            .map { others[$0] }
    }
}
