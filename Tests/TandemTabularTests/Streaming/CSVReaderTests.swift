import TandemNumerics
import TandemTabular
import Testing

@Suite struct CSVReaderTests {
    private func read(
        _ text: String, _ format: CSVFormat = .csv, limits: RowLimits = RowLimits()
    ) throws
        -> (rows: [RawRow], problems: [RowProblem])
    {
        var reader = CSVReader(format: format, limits: limits)
        return try reader.readAll(text.utf8)
    }

    @Test func `quotes, embedded newlines, a byte order mark and CRLF are read as RFC 4180 says`() throws {
        let text =
            "\u{FEFF}id,\"full name\",note\r\n1,\"Ann \"\"A\"\" B\",\"two\r\nlines, one field\"\r\n\r\n2,Bob,\r\n3,,\"\"\r\n"
        let (rows, problems) = try read(text)
        #expect(problems.isEmpty)
        #expect(
            rows == [
                RawRow(line: 2, values: ["id": "1", "full name": "Ann \"A\" B", "note": "two\r\nlines, one field"]),
                RawRow(line: 5, values: ["id": "2", "full name": "Bob", "note": nil]),
                RawRow(line: 6, values: ["id": "3", "full name": nil, "note": ""]),
            ])
    }

    @Test func `a last line without newline and a quote inside a field are read`() throws {
        let (rows, problems) = try read("a,b\n5\" pipe,x\"\"y")
        #expect(problems.isEmpty)
        #expect(rows.map(\.values) == [["a": "5\" pipe", "b": "x\"\"y"]])
    }

    @Test func `tab-separated values keep their quotes unless asked otherwise`() throws {
        #expect(try read("a\tb\n\"x\t1\n", .tsv).rows.map(\.values) == [["a": "\"x", "b": "1"]])
        #expect(try read("a\tb\n\"x\ty\"\t1\n", .quotedTSV).rows.map(\.values) == [["a": "x\ty", "b": "1"]])
    }

    @Test func `bad rows are reported with line and column and the others are read`() throws {
        var bytes = Array("a,b\n1,2\n1\n1,2,3\n\"x\"y,2\n".utf8)
        bytes += [0x31, 0x2C, 0xFF, 0xC3, 0x0A] + Array("5,6\n\"open,7\n8,9\n".utf8)
        var reader = CSVReader()
        let (rows, problems) = try reader.readAll(bytes)
        #expect(rows.map(\.line) == [2, 7, 9])
        #expect(problems.map(\.line) == [3, 4, 5, 6, 8])
        #expect(
            problems.map(\.code) == [
                .tooFewColumns, .tooManyColumns, .unbalancedQuotes, .invalidUTF8, .unbalancedQuotes,
            ])
        #expect(problems[3].column == "b")
    }

    @Test func `a stray quote costs its own line only, though another one follows`() throws {
        let (rows, problems) = try read("a,b\n\"x,1\n2,2\n3,\"3\n4,4\n")
        #expect(rows.map(\.line) == [3, 5])
        #expect(problems.map(\.line) == [2, 4])
    }

    @Test func `a file of nothing but stray quotes is read in one go`() throws {
        let (rows, problems) = try read("a\n" + String(repeating: "\"x\nb\"c\n", count: 100_000))
        #expect(rows.map(\.line) == (1...100_000).map { 2 * $0 + 1 })
        #expect(problems.count == 100_000)
    }

    @Test func `records beyond the limit are skipped, quoted or not`() throws {
        let limits = RowLimits(recordBytes: 20)
        let long = String(repeating: "x", count: 200_000)
        let (rows, problems) = try read("a,b\n\(long),1\n2,2\n\"\(long)\n3,3\n", limits: limits)
        #expect(rows.map(\.line) == [3, 5])
        #expect(problems.map(\.code) == [.lineTooLong, .lineTooLong])
    }

    @Test(arguments: ["a,a\n1,2\n", "a,,b\n1,2,3\n", "\"a\n1,2\n", "a,b,c,d\n1,2,3,4\n"])
    func `without a usable header nothing is read`(text: String) throws {
        let (rows, problems) = try read(text, limits: RowLimits(columns: 3))
        #expect(rows.isEmpty)
        #expect(problems.map(\.code) == [.badHeader])
    }

    @Test func `columns can be named by the caller`() throws {
        var reader = CSVReader(columns: ["x", "y"])
        #expect(try reader.readAll("1,2\n".utf8).rows == [RawRow(line: 1, values: ["x": "1", "y": "2"])])
    }

    @Test func `any cut of the bytes reads the same, also for broken files`() throws {
        var random = SplitMix64(seed: 1)
        let alphabet = Array("ab\",\n\r".utf8)
        for _ in 0..<3_000 {
            let bytes = Array("h,i\n".utf8) + (0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] }
            var whole = CSVReader()
            let expected = try whole.readAll(bytes)
            var pieces = CSVReader()
            var rows: [RawRow] = []
            var problems: [RowProblem] = []
            let collect: (RowEvent) -> Void = { event in
                switch event {
                case .row(let row): rows.append(row)
                case .problem(let problem): problems.append(problem)
                }
            }
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + random.below(5))
                try pieces.consume(bytes[start..<end], emit: collect)
                start = end
            }
            try pieces.finish(emit: collect)
            #expect(rows == expected.rows, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
            #expect(problems == expected.problems)
        }
    }

    @Test func `what the writer writes the reader reads`() throws {
        var random = SplitMix64(seed: 2)
        let alphabet = Array("a ,\"\n\r\t=é")
        for format in [CSVFormat.csv, .quotedTSV, .semicolons] {
            let writer = CSVWriter(columns: ["x", "y"], format: format, isFormulaSafe: false)
            var bytes = writer.header
            var written: [[String: JSONValue]] = []
            for _ in 0..<500 {
                let text = String((0..<random.below(6)).map { _ in alphabet[random.below(alphabet.count)] })
                written.append(["x": .string(text), "y": random.below(2) == 0 ? nil : "z"])
                try writer.append(written[written.count - 1], to: &bytes)
            }
            var reader = CSVReader(format: format)
            let (rows, problems) = try reader.readAll(bytes)
            #expect(problems.isEmpty)
            #expect(rows.map(\.values) == written)
        }
    }

    @Test func `formulas are defused and numbers are not`() throws {
        let writer = CSVWriter(columns: ["a", "b", "c", "d"])
        var bytes: [UInt8] = []
        try writer.append(["a": "=1+1", "b": -5, "c": "@x,y", "d": [1, "b"]], to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "'=1+1,-5,\"'@x,y\",\"[1,\"\"b\"\"]\"\n")
        #expect(throws: JSONError.self) { try writer.append(["a": .number(.nan)], to: &bytes) }
    }
}
