extension SQL {
    /// `INSERT … VALUES (…), (…) ON CONFLICT DO NOTHING` of some rows at once.
    package static func insert(
        into table: StaticString, columns: [StaticString], rows: ArraySlice<[SQLValue]>
    ) throws -> SQL {
        let names = columns.map(\.description).joined(separator: ", ")
        var shape = SQLShape(parts: rows.count * columns.count * 2 + 1)
        for (row, values) in rows.enumerated() {
            try check(values, columns, table)
            if row == 0 { shape.append("INSERT INTO \(table.description) (\(names)) VALUES (" as String) }
            if row > 0 { shape.append("), (") }
            for column in columns.indices {
                if column > 0 { shape.append(", ") }
                shape.appendPlace()
            }
        }
        shape.append(") ON CONFLICT DO NOTHING")
        return SQL(shape: shape, values: rows.flatMap { $0 })
    }

    fileprivate static func check(_ values: [SQLValue], _ columns: [StaticString], _ table: StaticString) throws {
        guard values.count == columns.count else {
            throw StoreError.unexpectedValue(table.description, "\(columns.count) values in each row")
        }
    }
}

extension WriteTransaction {
    /// Inserts row by row, the statement prepared once: the fastest way where the engine is in this process.
    @discardableResult
    public func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int {
        guard let first = rows.first else { return 0 }
        let shape = try SQL.insert(into: table, columns: columns, rows: [first]).shape
        var inserted = 0
        for values in rows {
            try SQL.check(values, columns, table)
            inserted += try run(SQL(shape: shape, values: values))
        }
        return inserted
    }
}
