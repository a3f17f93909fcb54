/// A dense matrix of `Double`s, stored row after row in one contiguous array.
public struct Matrix: Sendable, Hashable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// The numbers, row after row; element (r, c) is at `r * columns + c`.
    public var values: [Double]

    /// A matrix with every element equal to `value`.
    public init(rows: Int, columns: Int, filledWith value: Double = 0) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
        self.rows = rows
        self.columns = columns
        values = [Double](repeating: value, count: rows * columns)
    }

    /// A matrix over `values`, which hold `rows * columns` numbers row after row.
    public init(rows: Int, columns: Int, values: [Double]) {
        precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "values must fill the matrix")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix from its rows, which all have one length; no rows make an empty matrix without columns.
    public init(_ rows: [[Double]]) {
        let width = rows.first?.count ?? 0
        precondition(rows.allSatisfy { $0.count == width }, "rows of a matrix have one length")
        self.init(rows: rows.count, columns: width, values: rows.flatMap { $0 })
    }

    /// The element in `row` and `column`.
    public subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// One row, as a slice of `values`.
    public func row(_ index: Int) -> ArraySlice<Double> {
        values[index * columns..<(index + 1) * columns]
    }

    /// One column, copied.
    public func column(_ index: Int) -> [Double] {
        (0..<rows).map { values[$0 * columns + index] }
    }

    /// The rows named by `indices`, in that order; an index may repeat.
    public func rows(at indices: [Int]) -> Matrix {
        var taken: [Double] = []
        taken.reserveCapacity(indices.count * columns)
        for index in indices { taken.append(contentsOf: row(index)) }
        return Matrix(rows: indices.count, columns: columns, values: taken)
    }

    /// The product of this matrix and a column vector of `columns` numbers.
    public func times(_ vector: [Double]) -> [Double] {
        precondition(vector.count == columns, "the vector has as many numbers as the matrix has columns")
        var result = [Double](repeating: 0, count: rows)
        values.withUnsafeBufferPointer { numbers in
            for row in 0..<rows {
                let start = row * columns
                var sum = 0.0
                for column in 0..<columns { sum += numbers[start + column] * vector[column] }
                result[row] = sum
            }
        }
        return result
    }

    /// Rows and columns exchanged.
    public var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows { for column in 0..<columns { result[column, row] = self[row, column] } }
        return result
    }
}
