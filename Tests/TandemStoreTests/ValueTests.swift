import TandemStore
import TandemTestSupport
import Testing

/// Every kind of value, its bounds and its oddities.
private let values: [SQLValue] = [
    .null, .integer(0), .integer(1), .integer(-1), .integer(.min), .integer(.max), .integer(1 << 53 + 1),
    .real(0.1 + 0.2), .real(1e308), .real(-1e-308), .real(.leastNonzeroMagnitude), .real(.infinity),
    .real(-.infinity), .real(2.5),
    .real(1), .text(""), .text("a"), .text("O'Brien \\ \"x\"\n\t;--"), .text("é 漢字 🙂 \u{202e}"), .text("NULL"),
    .text("42"), .text(String(repeating: "länge ", count: 20_000)), .blob([]), .blob([0]), .blob(Array(0...255)),
    .blob([UInt8](repeating: 0x5c, count: 100_000)),
]

struct ValueTests {
    @Test(arguments: TestDatabases.engines)
    func `rows inserted together keep each its own values`(engine: Dialect.Engine) async throws {
        let texts = ["", "same", "same", "another", "same", String(repeating: "long ", count: 500), "same", "x"]
        let rows = texts.enumerated().map { id, text -> [SQLValue] in
            [
                .integer(Int64(id)), id % 3 == 0 ? .null : .integer(7), .real(0.5), id == 4 ? .null : .text(text),
                id % 2 == 0 ? .blob([1, 2, 3]) : .blob([]),
            ]
        }
        try await withFixture(engine) { database in
            let added = try await database.write { tx in
                try tx.insertMany(into: "val", columns: ["id", "i", "r", "t", "b"], rows: rows + [rows[2]])
            }
            let found = try await database.read { try $0.rows("SELECT id, i, r, t, b FROM val ORDER BY id") }
            #expect(added == rows.count)
            #expect(found.map(\.values) == rows)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `every value comes back from its column as it went in`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.write { tx in
                for (id, value) in values.enumerated() {
                    try tx.run("INSERT INTO val (id) VALUES (\(id))")
                    switch value {
                    case .integer: try tx.run("UPDATE val SET i = \(value) WHERE id = \(id)")
                    case .real: try tx.run("UPDATE val SET r = \(value) WHERE id = \(id)")
                    case .text: try tx.run("UPDATE val SET t = \(value) WHERE id = \(id)")
                    case .blob: try tx.run("UPDATE val SET b = \(value) WHERE id = \(id)")
                    case .null:
                        try tx.run("UPDATE val SET i = \(value), r = \(value), t = \(value), b = \(value)")
                    }
                }
            }
            let rows = try await database.read { try $0.rows("SELECT i, r, t, b FROM val ORDER BY id") }
            for (row, value) in zip(rows, values) {
                #expect(row.values.first { $0 != .null } ?? .null == value)
            }
            #expect(rows.count == values.count)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `every value passes through a query without a column`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            for value in values where value != .null {
                let back = try await database.read { try $0.row("SELECT \(value) AS value")?.value("value") }
                #expect(back == value)
            }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a bulk insert keeps every value and passes over rows that are there`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let rows: [[SQLValue]] = (0..<2_503).map { id in
                let value = values[id % values.count]
                var row: [SQLValue] = [.integer(Int64(id)), .null, .null, .null, .null]
                switch value {
                case .null: break
                case .integer: row[1] = value
                case .real: row[2] = value
                case .text(let text): row[3] = .text(String(text.prefix(50)))
                case .blob(let bytes): row[4] = .blob(Array(bytes.prefix(300)))
                }
                return row
            }
            let counts = try await database.write { tx in
                try [
                    tx.insertMany(into: "val", columns: ["id", "i", "r", "t", "b"], rows: Array(rows[5..<9])),
                    tx.insertMany(into: "val", columns: ["id", "i", "r", "t", "b"], rows: rows),
                    tx.insertMany(into: "val", columns: ["id", "i", "r", "t", "b"], rows: []),
                ]
            }
            #expect(counts == [4, 2_499, 0])
            let found = try await database.read { try $0.rows("SELECT id, i, r, t, b FROM val ORDER BY id") }
            #expect(found.map(\.values) == rows)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `not a number is stored as NULL`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.write { try $0.run("INSERT INTO val (id, r) VALUES (1, \(Double.nan))") }
            let row = try await database.read { try $0.row("SELECT r FROM val") }
            #expect(row?.values == [.null])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `text with a zero character is refused, not cut short`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            await #expect(throws: StoreError.constraint(name: "text without U+0000")) {
                try await database.write { try $0.run("INSERT INTO val (id, t) VALUES (1, \("a\0b"))") }
            }
            await #expect(throws: StoreError.constraint(name: "text without U+0000")) {
                try await database.write { tx in
                    try tx.insertMany(into: "val", columns: ["id", "t"], rows: [[.integer(1), .text("a\0b")]])
                }
            }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `counts, sums, averages and comparisons have the same kinds`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let row = try await database.write { tx in
                for n in 1...4 { try tx.run("INSERT INTO counter (id, n) VALUES (\(n + 1), \(n))") }
                return try tx.row(
                    """
                    SELECT count(*) AS count, sum(n) AS sum, avg(n) AS average, max(n) AS most,
                    CAST(sum(n) AS DOUBLE PRECISION) / 4 AS mean FROM counter WHERE n >= \(1) AND n < \(4.5)
                    """)
            }
            #expect(row?.values == [.integer(4), .integer(10), .real(2.5), .integer(4), .real(2.5)])
        }
    }
}
