import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct WatchCommandTests {
    /// Errors at 2 % and, from `rise` on, at 12 %.
    private func stream(_ n: Int, rise: Int?, seed: UInt64) -> [Bool] {
        var random = SplitMix64(seed: seed)
        return (0..<n).map { random.uniform() < ($0 >= rise ?? n ? 0.12 : 0.02) }
    }

    private func run(_ text: String, _ arguments: [String] = ["--max-error", "0.04"]) throws -> JSONValue {
        let outcome = Desk.memory(files: ["s.csv": text]).run(WatchCommand.self, ["s.csv"] + arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test func `a rise is found, named by row, line and time, and dated back to where it began`() throws {
        let errors = stream(3_000, rise: 1_500, seed: 4)
        let text = "at,error\n" + errors.enumerated().map { "t\($0),\($1 ? 1 : 0)\n" }.joined()
        let json = try run(text)
        let row = try #require(json["withdraw_at"]?["row"]?.int)
        #expect(json["withdrawn"] == true && row > 1_500 && row < 1_900)
        #expect(json["withdraw_at"]?["line"]?.int == row + 1 && json["withdraw_at"]?["at"]?.string == "t\(row - 1)")
        let rise = try #require(json["rising_since"]?["row"]?.int)
        #expect(abs(rise - 1_500) < 150 && json["rows_to_withdrawal"]?.int == row - rise + 1)
        #expect((json["lower_bound"]?.number ?? 0) > 0.04)
        let looks = try #require(json["looks"]?.array)
        #expect(looks.contains { $0["row"]?.int == row } && looks.last?["row"] == 3_000)
        let bounds = looks.compactMap { $0["lower_bound"]?.number }
        #expect(bounds == bounds.sorted())
    }

    @Test func `a kept promise is not withdrawn, and the delay to find a rise is told`() throws {
        let text = "error\n" + stream(2_000, rise: nil, seed: 9).map { $0 ? "1\n" : "0\n" }.joined()
        let json = try run(text)
        #expect(json["withdrawn"] == false && json["withdraw_at"] == .null)
        let start = try #require(json["delay_from_start"]?.array?.compactMap { $0["rows_median"]?.number })
        let now = try #require(json["delay_from_now"]?.array?.compactMap { $0["rows_median"]?.number })
        #expect(start.count == 3 && start == start.sorted(by: >) && zip(now, start).allSatisfy { $0 > $1 })
    }

    @Test func `truth beside prediction says the same as a column of errors, and gaps count as errors`() throws {
        let errors = stream(600, rise: 200, seed: 12)
        let told = try run("error\n" + errors.map { $0 ? "1\n" : "0\n" }.joined())
        let compared = try run("y_true,y_pred\n" + errors.map { $0 ? "a,b\n" : "b,b\n" }.joined())
        #expect(told == compared)
        let gaps = try run("y_true,y_pred\n" + errors.map { $0 ? ",b\n" : "b,b\n" }.joined())
        #expect(gaps["withdraw_at"] == told["withdraw_at"] && gaps["unanswered"]?.int == errors.count { $0 })
    }

    @Test func `bad values, missing columns and empty streams are told`() throws {
        func refused(_ text: String) -> String {
            Desk.memory(files: ["s.csv": text]).run(WatchCommand.self, ["s.csv", "--max-error", "0.1"]).complaints
        }
        #expect(refused("error\n2\n").contains("line 2, column error: an error is 0 or 1"))
        #expect(refused("error,weight\n1,0\n").contains("in (0, 1]"))
        #expect(refused("x\n1\n").contains("needs a column error (0 or 1), or y_true and y_pred"))
        let empty = try run("error\n")
        #expect(empty["withdrawn"] == false && empty["n"] == 0 && empty["error_rate"] == .null)
    }

    @Test func `a chart shows the bound, and threads change no byte`() {
        let text = "error\n" + stream(500, rise: 100, seed: 1).map { $0 ? "1\n" : "0\n" }.joined()
        let outcomes = ["1", "3"].map {
            Desk.memory(files: ["s.csv": text]).run(
                WatchCommand.self, ["s.csv", "--max-error", "0.04", "--threads", $0, "--chart", "c.vl.json"])
        }
        #expect(outcomes[0].output == outcomes[1].output)
        #expect(outcomes[0].files["c.vl.json"]?.contains("lower bound") == true)
    }
}
