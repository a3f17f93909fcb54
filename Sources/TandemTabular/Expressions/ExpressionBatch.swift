/// The values of one column, as an expression reads many rows at once.
public enum ExpressionColumn: Sendable, Hashable {
    /// Numbers; NaN where missing.
    case numbers([Double])
    /// Texts; empty where missing.
    case texts([String])
    /// Truth values: 1 true, 0 false, −1 missing.
    case flags([Int8])

    /// Number of rows.
    public var count: Int {
        switch self {
        case .numbers(let values): values.count
        case .texts(let values): values.count
        case .flags(let values): values.count
        }
    }

    /// The value in a row.
    public subscript(row: Int) -> ExpressionValue {
        switch self {
        case .numbers(let values): ExpressionValue(finite: values[row])
        case .texts(let values): values[row].isEmpty ? .missing : .text(values[row])
        case .flags(let values): values[row] < 0 ? .missing : .flag(values[row] == 1)
        }
    }
}

extension Expression {
    /// Whether it holds for each of some rows: 1 yes, 0 no, −1 when that cannot be said.
    ///
    /// - Parameters:
    ///   - rows: the rows, worked through in pieces that fit the processor's cache.
    ///   - values: a column's values by name; a name without values is missing in every row.
    /// - Returns: a number for each of the rows.
    public func holds(rows: Range<Int>, _ values: (String) -> ExpressionColumn?) -> [Int8] {
        let data = columns.map { values($0) }
        var machine = ExpressionMachine(self)
        var answers: [Int8] = []
        answers.reserveCapacity(rows.count)
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min(start + ExpressionMachine.piece, rows.upperBound)
            answers += machine.holds(rows: start..<end, data)
            start = end
        }
        return answers
    }
}
