import TandemTabular
import Testing

@Suite struct JSONLReaderTests {
    @Test func `good lines are read and bad ones reported with their line`() throws {
        var bytes = Array("\u{FEFF}{\"a\":1}\r\n\n[1]\n{\"a\":NaN}\n{\"a\":1,\"a\":2}\n".utf8)
        bytes += Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}\n".utf8)
        bytes += Array("{\"a\":\"\(String(repeating: "x", count: 100))\"}\n  {\"b\":[2]}".utf8)
        var reader = JSONLReader(limits: RowLimits(recordBytes: 50))
        let (rows, problems) = try reader.readAll(bytes)
        #expect(rows == [RawRow(line: 1, values: ["a": 1]), RawRow(line: 8, values: ["b": [2]])])
        #expect(problems.map(\.line) == [3, 4, 5, 6, 7])
        #expect(problems.map(\.code) == [.notAnObject, .invalidJSON, .invalidJSON, .invalidUTF8, .lineTooLong])
    }

    @Test func `one byte at a time reads the same as all at once`() throws {
        let bytes = Array("{\"a\":1}\n{\"a\":\"é\"}\nx\n{\"a\":3}".utf8)
        var whole = JSONLReader()
        let expected = try whole.readAll(bytes)
        var single = JSONLReader()
        var events: [RowEvent] = []
        for byte in bytes { try single.consume(CollectionOfOne(byte)) { events.append($0) } }
        try single.finish { events.append($0) }
        #expect(events.count == 4)
        #expect(expected.rows.map { RowEvent.row($0) } == events.filter { if case .row = $0 { true } else { false } })
    }

    @Test func `a line without end is skipped without being held`() throws {
        var reader = JSONLReader(limits: RowLimits(recordBytes: 1_000))
        var problems = 0
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 0..<64 { try reader.consume(piece) { _ in problems += 1 } }
        var rows = 0
        try reader.consume(Array("\n{\"a\":1}\n".utf8)) { if case .row(let row) = $0 { rows += row.line } }
        #expect(problems == 1)
        #expect(rows == 2)
    }

    @Test func `what the writer writes the reader reads`() throws {
        var bytes: [UInt8] = []
        try JSONLWriter().append(["b": [1, nil], "a": "x\ny"], to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "{\"a\":\"x\\ny\",\"b\":[1,null]}\n")
        var reader = JSONLReader()
        #expect(try reader.readAll(bytes).rows == [RawRow(line: 1, values: ["b": [1, nil], "a": "x\ny"])])
    }
}
