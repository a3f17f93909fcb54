import ArgumentParser
import TandemCommands
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
