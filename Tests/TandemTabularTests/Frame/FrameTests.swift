import TandemTabular
import Testing

@Suite struct FrameTests {
    private func schema() throws -> Schema {
        try Schema([
            Column("id", .text, role: .key, isRequired: true), Column("amount", .number), Column("country", .category),
            Column("card", .boolean), Column("at", .time, role: .time), Column("note", .text, role: .personal),
        ])
    }

    @Test func `rows become typed columns with missing values kept apart`() throws {
        let frame = try Frame(
            schema: schema(),
            rows: [
                ["id": "a", "amount": 1.5, "country": "US", "card": true, "at": "1970-01-02", "note": ""],
                ["id": "b", "amount": " -2e3 ", "country": "", "card": "no", "at": 60],
                ["id": 7, "amount": "", "country": "US", "card": nil, "note": "x", "unknown": [1]],
            ])
        #expect(frame.rowCount == 3)
        #expect(frame.numbers("amount").map { Array($0.prefix(2)) } == [1.5, -2000])
        #expect(frame["amount"]?.missingCount == 1)
        #expect(frame["country"] == .categories(codes: [0, -1, 0], names: ["US"]))
        #expect(frame.numbers("card")?[1] == 0)
        #expect(frame["at"]?.missingCount == 1)
        #expect(frame["note"] == .texts(["", nil, "x"]))
        #expect(frame.row(2) == ["id": "7", "country": "US", "note": "x"])
        #expect(frame.row(0)["card"] == true)
        #expect(frame.rows(at: [2, 0]).row(1) == frame.row(0))
    }

    private static let misfits: [(String, JSONValue)] = [
        ("amount", "abc"), ("amount", "nan"), ("amount", "0x10"), ("amount", true), ("country", [1]),
        ("card", "maybe"), ("card", 2), ("at", "2026-02-30"), ("at", "yesterday"), ("note", [:]),
    ]

    @Test(arguments: misfits)
    func `a value of the wrong type is named with line and column`(column: String, value: JSONValue) throws {
        let error = #expect(throws: RowProblem.self) {
            try Frame(schema: schema(), rows: [["id": "a"], ["id": "b", column: value]])
        }
        #expect(error?.line == 2)
        #expect(error?.column == column)
        #expect(error?.code == .wrongType)
    }

    @Test func `a required value that is missing is refused`() throws {
        let schema = try schema()
        #expect(throws: RowProblem(line: 9, column: "id", code: .missingValue, message: "a value is required")) {
            try schema.convert(RawRow(line: 9, values: ["amount": 1]))
        }
    }

    @Test func `a raw row is converted to typed JSON`() throws {
        let row = RawRow(line: 2, values: ["id": "a", "amount": "12.50", "card": "yes", "country": nil, "extra": "1"])
        #expect(try schema().convert(row) == ["id": "a", "amount": 12.5, "card": true])
        #expect(throws: RowProblem.self) { try schema().convert(row, allowsUnknownColumns: false) }
    }

    @Test func `a schema survives its JSON and refuses bad ones`() throws {
        let schema = try schema()
        #expect(try Schema(json: schema.json) == schema)
        #expect(throws: JSONError.self) { try Schema([Column("a", .text), Column("a", .number)]) }
        #expect(throws: JSONError.self) { try Schema(json: ["columns": [["name": "a", "type": "blob"]]]) }
        #expect(throws: JSONError.self) { try Schema(json: ["columns": [["name": "a", "type": "text", "role": "x"]]]) }
    }

    @Test(arguments: [
        ("1970-01-01", 0.0), ("2000-02-29", 951_782_400), ("2026-11-22T14:45:02Z", 1_795_358_702),
        ("2026-11-22 16:45:02.25+02:00", 1_795_358_702.25), ("1969-12-31T23:59", -60),
    ])
    func `times are read as seconds since 1970`(text: String, seconds: Double) {
        #expect(TimeText.seconds(text) == seconds)
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-02-29", "2026-01-01T24:00", "2026-01-01T10:00x", "2026-01-01Z10"])
    func `what is no time is refused`(text: String) {
        #expect(TimeText.seconds(text) == nil)
    }
}
