import TandemNumerics

/// One row of a sparse matrix: the columns that are present, ascending, and their values.
public struct SparseRow: Sendable, Hashable {
    /// Columns that are present, ascending.
    public var indices: [Int32] = []
    /// Their values.
    public var values: [Double] = []

    /// A row without values.
    public init() {}

    /// Takes all values out and keeps the memory.
    public mutating func removeAll() {
        indices.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Appends the value of a column behind all columns present.
    public mutating func append(_ column: Int, _ value: Double) {
        indices.append(Int32(truncatingIfNeeded: column))
        values.append(value)
    }
}

/// A matrix that stores only what is present, row after row (CSR).
public struct SparseMatrix: Sendable, Hashable {
    /// Number of rows.
    public private(set) var rows: Int
    /// Number of columns.
    public let columns: Int
    /// Where each row starts in `indices` and `values`; one number more than rows.
    public private(set) var starts: [Int]
    /// Columns that are present, ascending within a row.
    public private(set) var indices: [Int32]
    /// Their values.
    public private(set) var values: [Double]

    /// A matrix without rows.
    public init(columns: Int) {
        self.columns = columns
        rows = 0
        starts = [0]
        indices = []
        values = []
    }

    /// Appends one row.
    public mutating func append(_ row: SparseRow) {
        indices.append(contentsOf: row.indices)
        values.append(contentsOf: row.values)
        starts.append(indices.count)
        rows += 1
    }

    /// One row, copied.
    public func row(_ index: Int) -> SparseRow {
        var row = SparseRow()
        row.indices = Array(indices[starts[index]..<starts[index + 1]])
        row.values = Array(values[starts[index]..<starts[index + 1]])
        return row
    }

    /// The rows named by `places`, in that order; a place may repeat.
    public func rows(at places: [Int]) -> SparseMatrix {
        var taken = SparseMatrix(columns: columns)
        for place in places {
            taken.indices.append(contentsOf: indices[starts[place]..<starts[place + 1]])
            taken.values.append(contentsOf: values[starts[place]..<starts[place + 1]])
            taken.starts.append(taken.indices.count)
        }
        taken.rows = places.count
        return taken
    }

    /// The same numbers with `absent` where nothing is stored: zero for linear models, NaN for trees.
    public func dense(absent: Double = 0) -> Matrix {
        var matrix = Matrix(rows: rows, columns: columns, filledWith: absent)
        for row in 0..<rows {
            for place in starts[row]..<starts[row + 1] {
                matrix.values[row * columns + Int(indices[place])] = values[place]
            }
        }
        return matrix
    }
}
