import ArgumentParser
import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

/// A command that gives back what it read.
private struct EchoCommand: FileCommand {
    static let example = Example(files: ["a.csv": "name,x\nb,1\n"], arguments: ["a.csv"])
    @OptionGroup var files: FileOptions
    @Argument var path: String
    @Option var also: String?

    func report(at desk: Desk) throws -> Report {
        let table = try desk.table(path, format: files.format) { _ in [.codes("name"), .numbers("x")] }
        let names = table.codes("name")
        let rows = OutputTable([
            .init("name", .codes(names.codes, names: names.names)), .init("x", .numbers(table.numbers("x"))),
        ])
        var report = Report(
            facts: ["seed": .number(Double(files.seed)), "bad": .number(.nan)], rowsName: "items", rows: rows,
            summary: [SummaryTable("Rows", [("n", "\(table.rowCount)")])], chart: ["mark": "</script>"])
        if let also { report.files.append(.init(path: also, rows: rows)) }
        return report
    }
}

@Suite struct DeskTests {
    private let csv = "name,x\n\"b \"\"q\"\", c\",1.5\né,-2e3\n"

    @Test func `a result is JSON on standard output, a row a line`() throws {
        let outcome = Desk.memory(files: ["a.csv": csv]).run(EchoCommand.self, ["a.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(outcome.exitCode == 0 && json["bad"] == .null && json["seed"] == 1)
        #expect(json["items"] == [["name": "b \"q\", c", "x": 1.5], ["name": "é", "x": -2000]])
    }

    @Test func `an output file is written in the format of its ending and read back the same`() throws {
        for ending in ["csv", "tsv", "jsonl"] {
            let first = Desk.memory(files: ["a.csv": csv]).run(EchoCommand.self, ["a.csv", "--output", "b.\(ending)"])
            #expect(first.exitCode == 0 && first.output.isEmpty)
            let second = Desk.memory(files: first.files).run(EchoCommand.self, ["b.\(ending)", "--output", "c.csv"])
            #expect(second.files["c.csv"] == "name,x\n\"b \"\"q\"\", c\",1.5\né,-2000\n", "\(ending)")
        }
    }

    @Test func `bad rows are named by file, line and column, and nothing is written`() {
        let bad = "name,x\nb,one\n,2\nc,3,4\nd\ne,nan\n"
        let outcome = Desk.memory(files: ["a.csv": bad]).run(
            EchoCommand.self, ["a.csv", "--output", "b.csv", "--also", "c.csv"])
        #expect(outcome.exitCode == 65 && outcome.files.count == 1 && outcome.output.isEmpty)
        for part in [
            "a.csv: line 2, column x", "line 3, column name: a value is required", "line 4: more fields",
            "line 5: 1 fields for 2", "line 6, column x: expected a number, found \"nan\"",
        ] { #expect(outcome.complaints.contains(part), "\(part) in \(outcome.complaints)") }
    }

    @Test func `a missing column names those that are there`() {
        let outcome = Desk.memory(files: ["a.csv": "name,y\nb,1\n"]).run(EchoCommand.self, ["a.csv"])
        #expect(
            outcome.exitCode == 65
                && outcome.complaints.contains("column x: the file has no such column; it has name, y"))
    }

    @Test func `columns of other names are read by the names a command knows`() {
        let files = ["a.csv": "who,how many\nb,1\n", "a.jsonl": "{\"who\":\"b\",\"how many\":1}\n"]
        for path in files.keys.sorted() {
            let outcome = Desk.memory(files: files).run(
                EchoCommand.self, [path, "--columns", "name=who,x=how many", "--output", "b.csv"])
            #expect(outcome.files["b.csv"] == "name,x\nb,1\n", "\(outcome.complaints)")
        }
        let both = Desk.memory(files: ["a.csv": "name,who,x\na,b,1\n"]).run(
            EchoCommand.self, ["a.csv", "--columns", "name=who"])
        #expect(both.exitCode == 65 && both.complaints.contains("renamed"))
        #expect(Desk.memory(files: files).run(EchoCommand.self, ["a.csv", "--columns", "name"]).exitCode == 64)
    }

    @Test func `an empty file, a missing file and an unknown ending are told apart`() {
        let desk = { Desk.memory(files: ["a.csv": "", "a.bin": "name,x\n"]) }
        #expect(desk().run(EchoCommand.self, ["a.csv"]).exitCode == 65)
        #expect(desk().run(EchoCommand.self, ["b.csv"]).exitCode == 66)
        #expect(desk().run(EchoCommand.self, ["a.bin"]).exitCode == 64)
        #expect(desk().run(EchoCommand.self, ["a.bin", "--format", "csv"]).exitCode == 0)
        #expect(desk().run(EchoCommand.self, ["a.bin", "--format", "csv", "--threads", "0"]).exitCode == 64)
    }

    @Test func `further files go out with the main one, or not at all`() {
        let good = Desk.memory(files: ["a.csv": csv]).run(EchoCommand.self, ["a.csv", "--also", "w.jsonl"])
        #expect(good.files["w.jsonl"]?.hasPrefix("{\"name\":") == true)
        let bad = Desk.memory(files: ["a.csv": csv]).run(
            EchoCommand.self, ["a.csv", "--also", "w.jsonl", "--output", "x.pdf"])
        #expect(bad.exitCode == 64 && bad.files["w.jsonl"] == nil)
    }

    @Test func `a chart's page cannot be ended early by its data`() throws {
        let outcome = Desk.memory(files: ["a.csv": csv]).run(EchoCommand.self, ["a.csv", "--chart", "c.html"])
        let page = try #require(outcome.files["c.html"])
        #expect(page.contains("<\\/script>") && page.contains("/* vega */"))
        let spec = Desk.memory(files: ["a.csv": csv]).run(EchoCommand.self, ["a.csv", "--chart", "c.vl.json"])
        #expect(spec.files["c.vl.json"] == "{\"mark\":\"</script>\"}\n")
    }

    @Test func `a person at a terminal sees a short table first`() {
        let outcome = Desk.memory(files: ["a.csv": csv], isTerminal: true).run(EchoCommand.self, ["a.csv"])
        #expect(outcome.output.hasPrefix("Rows\n  n  2\n\n{"))
    }
}

@Suite struct ParserFuzzTests {
    /// Pieces that parsers stumble over, put together at random.
    private static let pieces = [
        ",", "\n", "\r\n", "\"", "\"\"", "a", "é", "1", "-2.5e3", "nan", "0x1", " ", "\t", "{", "}", "[", "]", ":",
        "{\"name\":\"a\",\"x\":1}", "null", "\u{FEFF}", "\\u0000", "name", "x", ",,,,", "1e999", "\u{0}", "🤝",
    ]

    @Test func `any bytes give rows or problems with lines, and never anything else`() {
        for seed in 0..<3_000 {
            var random = SplitMix64(seed: UInt64(seed))
            var bytes = random.below(2) == 0 ? Array("name,x\n".utf8) : []
            for _ in 0..<random.below(60) {
                bytes +=
                    random.below(40) == 0
                    ? [UInt8(random.below(256))] : Array(Self.pieces[random.below(Self.pieces.count)].utf8)
            }
            for format in [TableFormat.csv, .tsv, .jsonl] {
                do {
                    let table = try Table(reading: bytes, format: format) { header in
                        header.map { $0 == "x" ? .numbers($0, isRequired: false) : .codes($0, isRequired: false) }
                    }
                    #expect(table.lines.count == table.rowCount)
                    for name in table.header where name != "x" {
                        let codes = table.codes(name)
                        #expect(codes.codes.count == table.rowCount)
                        #expect(codes.codes.allSatisfy { $0 >= -1 && Int($0) < codes.names.count })
                    }
                } catch let problems as TableProblems {
                    #expect(problems.total >= problems.problems.count && !problems.problems.isEmpty)
                    #expect(problems.problems.allSatisfy { $0.line >= 1 && !$0.message.isEmpty })
                } catch {
                    Issue.record("seed \(seed): \(error)")
                }
            }
        }
    }

    @Test func `the columnar reader and the row reader agree about every good file`() throws {
        for seed in 0..<500 {
            var random = SplitMix64(seed: UInt64(seed))
            let rows = (0..<random.below(20)).map { _ in
                ["a", "b"].map { _ in (0..<random.below(4)).map { _ in Self.pieces[random.below(12)] }.joined() }
            }
            let writer = CSVWriter(columns: ["a", "b"], isFormulaSafe: false)
            var bytes = writer.header
            for row in rows { try writer.append(["a": .string(row[0]), "b": .string(row[1])], to: &bytes) }
            let table = try Table(reading: bytes, format: .csv) { _ in [.texts("a"), .texts("b")] }
            var reader = CSVReader()
            let read = try reader.readAll(bytes)
            #expect(read.problems.isEmpty && read.rows.count == table.rowCount)
            #expect(table.texts("a") == rows.map { $0[0] } && table.texts("b") == rows.map { $0[1] })
            #expect(read.rows.map { $0.values["a"]?.string } == rows.map { $0[0] })
        }
    }

    @Test func `repeated names are told apart and lines are counted through quoted newlines`() throws {
        let text = "a,a,a.1,a\n1,2,3,4\n\"5\n\",6,7,8\n9,10,11,12\n"
        let table = try Table(reading: Array(text.utf8), format: .csv) { header in header.map { .texts($0) } }
        #expect(table.header == ["a", "a.2", "a.1", "a.3"] && table.texts("a.3") == ["4", "8", "12"])
        #expect(table.lines == [2, 3, 5])
    }
}
