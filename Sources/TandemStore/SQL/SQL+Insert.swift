extension SQL {
    /// `INSERT … VALUES (…), (…) ON CONFLICT DO NOTHING` of some rows at once.
    package static func insert(
        into table: StaticString, columns: [StaticString], rows: ArraySlice<[SQLValue]>
    ) throws -> SQL {
        let names = columns.map(\.description).joined(separator: ", ")
        var pieces: [String] = []
        pieces.reserveCapacity(rows.count * columns.count + 1)
        for (row, values) in rows.enumerated() {
            guard values.count == columns.count else {
                throw StoreError.unexpectedValue(table.description, "\(columns.count) values in each row")
            }
            pieces.append(row == 0 ? "INSERT INTO \(table.description) (\(names)) VALUES (" : "), (")
            pieces.append(contentsOf: repeatElement(", ", count: columns.count - 1))
        }
        pieces.append(") ON CONFLICT DO NOTHING")
        return SQL(pieces: pieces, values: rows.flatMap { $0 })
    }
}

extension WriteTransaction {
    /// Inserts row by row, the statement prepared once: the fastest way where the engine is in this process.
    @discardableResult
    public func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int {
        guard let first = rows.first else { return 0 }
        let pieces = try SQL.insert(into: table, columns: columns, rows: [first]).pieces
        var inserted = 0
        for values in rows {
            guard values.count == columns.count else {
                throw StoreError.unexpectedValue(table.description, "\(columns.count) values in each row")
            }
            inserted += try run(SQL(pieces: pieces, values: values))
        }
        return inserted
    }
}
