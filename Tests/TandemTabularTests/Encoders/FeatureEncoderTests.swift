import TandemNumerics
import TandemTabular
import Testing

@Suite struct FeatureEncoderTests {
    private let rows: [[String: JSONValue]] = [
        ["amount": 1, "country": "US", "card": true, "note": "free prize now", "constant": 0.1],
        ["amount": 3, "country": "DE", "card": false, "note": "free call", "constant": 0.1],
        ["country": "US", "card": false, "note": nil, "constant": 0.1],
        ["amount": 5, "country": "FR", "note": "prize", "constant": 0.1],
        ["amount": 7, "country": nil, "card": true, "note": "", "constant": 0.1],
    ]

    private func frame() throws -> Frame {
        let schema = try Schema([
            Column("amount", .number), Column("country", .category), Column("card", .boolean), Column("note", .text),
            Column("constant", .number), Column("secret", .category, role: .sensitive),
        ])
        return try Frame(schema: schema, rows: rows)
    }

    @Test func `numbers are standardized and missing ones are the mean with an indicator`() throws {
        let encoder = FeatureEncoder.fit(try frame())
        let dense = encoder.encode(try frame()).dense()
        #expect(encoder.features.prefix(2).map(\.name) == ["amount", "amount is missing"])
        let deviation = 5.0.squareRoot()
        for (row, expected) in [-3 / deviation, -1 / deviation, 0, 1 / deviation, 3 / deviation].enumerated() {
            #expect(abs(dense[row, 0] - expected) < 1e-12)
            #expect(dense[row, 1] == (row == 2 ? 1 : 0))
        }
    }

    @Test func `sensitive columns are not encoded and every feature knows its source`() throws {
        let encoder = FeatureEncoder.fit(try frame())
        #expect(encoder.columns.map(\.name) == ["amount", "country", "card", "note", "constant"])
        for (column, range) in zip(encoder.columns, encoder.ranges) {
            #expect(encoder.features[range].allSatisfy { $0.source == column.name })
        }
        let constant = try #require(encoder.ranges.last).lowerBound
        #expect(encoder.encode(try frame()).dense().column(constant).allSatisfy { $0 == 0 })
    }

    @Test func `an unseen category is all zeros, or other where training had rare ones`() throws {
        var row = SparseRow()
        let plain = FeatureEncoder.fit(try frame(), columns: ["country"])
        #expect(plain.features.map(\.name) == ["country = DE", "country = FR", "country = US", "country is missing"])
        try plain.encode(["country": "XX"], into: &row)
        #expect(row.indices.isEmpty)
        try plain.encode([:], into: &row)
        #expect(row.indices == [3])
        let rare = FeatureEncoder.fit(
            try frame(), columns: ["country"], options: EncoderOptions(minimumCategoryCount: 2))
        #expect(rare.features.map(\.name) == ["country = US", "country = other", "country is missing"])
        try rare.encode(["country": "XX"], into: &row)
        #expect(row.indices == [1])
        try rare.encode(["country": "DE"], into: &row)
        #expect(row.indices == [1])
    }

    @Test func `raw numbers stay as they are and missing ones are absent`() throws {
        let encoder = FeatureEncoder.fit(
            try frame(), columns: ["amount", "card"], options: EncoderOptions(numbers: .raw))
        let encoded = encoder.encode(try frame())
        #expect(encoded.row(2).indices == [1])
        #expect(encoded.row(4).values == [7, 1])
        #expect(encoded.dense(absent: .nan)[2, 0].isNaN)
    }

    @Test func `a single row and a frame encode alike`() throws {
        let encoder = FeatureEncoder.fit(try frame(), options: EncoderOptions(text: TextOptions(minimumTexts: 1)))
        let encoded = encoder.encode(try frame())
        var row = SparseRow()
        for (index, values) in rows.enumerated() {
            try encoder.encode(values, into: &row)
            #expect(row == encoded.row(index))
        }
        #expect(encoded.row(0).indices.count > 5)
        #expect(throws: RowProblem.self) { try encoder.encode(["amount": "abc"], into: &row) }
    }

    @Test func `a column that is all missing encodes without dividing by zero`() throws {
        let schema = try Schema([Column("x", .number), Column("c", .category), Column("t", .text)])
        let empty = try Frame(schema: schema, rows: [[:], [:]])
        let encoded = FeatureEncoder.fit(empty).encode(empty)
        #expect(encoded.values == [1, 1, 1, 1])
        let none = FeatureEncoder.fit(try Frame(schema: schema, rows: []))
        #expect(none.encode(empty).values.isEmpty)
    }

    @Test func `an encoder survives its JSON byte for byte and refuses damage`() throws {
        let encoder = FeatureEncoder.fit(try frame(), options: EncoderOptions(text: TextOptions(minimumTexts: 1)))
        let bytes = try encoder.json.canonicalBytes
        let read = try FeatureEncoder(json: JSONValue(parsing: bytes))
        #expect(read == encoder)
        #expect(try read.json.canonicalBytes == bytes)
        #expect(throws: JSONError.self) { try FeatureEncoder(json: ["columns": [["column": 1]]]) }
    }

    @Test func `a column that a frame lacks counts as missing`() throws {
        let encoder = FeatureEncoder.fit(try frame(), columns: ["amount", "country"])
        let other = try Frame(schema: Schema([Column("country", .category)]), rows: [["country": "US"]])
        var row = SparseRow()
        try encoder.encode(["country": "US"], into: &row)
        #expect(encoder.encode(other).row(0) == row)
        #expect(row.indices.first == 1)
    }

    @Test func `rows of a sparse matrix can be taken in any order`() throws {
        let encoded = FeatureEncoder.fit(try frame()).encode(try frame())
        let taken = encoded.rows(at: [3, 3, 0])
        #expect(taken.rows == 3)
        #expect(taken.row(1) == encoded.row(3))
        #expect(taken.dense().row(2) == encoded.dense().row(0))
    }
}
