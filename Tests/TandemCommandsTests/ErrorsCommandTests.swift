import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct ErrorsCommandTests {
    private let predictions: String = {
        var random = SplitMix64(seed: 2)
        var text = "id,y_true,y_pred,country,amount\n"
        for row in 0..<4_000 {
            let amount = random.uniform(0, 5_000)
            let country = ["DE", "FR", "US", ""][random.below(4)]
            let isWrong = random.uniform() < (amount > 4_000 && country == "US" ? 0.5 : 0.05)
            text += "\(row),a,\(isWrong ? "b" : "a"),\(country),\(amount)\n"
        }
        return text
    }()

    @Test func `cohorts, tree and maps come out of a file`() throws {
        let outcome = Desk.memory(files: ["p.csv": predictions]).run(
            ErrorsCommand.self, ["p.csv", "--heat", "amount,country", "--chart", "c.vl.json"])
        let json = try JSONValue(parsing: outcome.output)
        let best = try #require(json["cohorts"]?.array?.first { $0["conditions"]?.array?.count == 2 })
        #expect(best["cohort"]?.string?.contains("country is US") == true, "\(best)")
        #expect((json["tree"]?.array?.count ?? 0) > 1 && json["maps"]?.array?.count == 2)
        #expect(json["map"]?["cells"]?.array?.contains { $0["second"] == "(missing)" } == true)
        #expect(outcome.files["c.vl.json"]?.contains("rect") == true)
    }

    @Test func `a loss of its own, few rows and unknown columns`() throws {
        let losses = "loss,g\n" + (0..<200).map { "\($0 % 2 == 0 ? 2.5 : 0.1),\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
        let desk = Desk.memory(files: ["l.csv": losses, "few.csv": "loss,g\n1,a\n", "bad.csv": "loss,g\n-1,a\n"])
        let good = desk.run(ErrorsCommand.self, ["l.csv"])
        #expect(try JSONValue(parsing: good.output)["cohorts"]?[0]?["cohort"] == "g is x")
        #expect(desk.run(ErrorsCommand.self, ["few.csv"]).exitCode == 65)
        let bad = desk.run(ErrorsCommand.self, ["bad.csv"])
        #expect(bad.exitCode == 65 && bad.complaints.contains("line 2, column loss"))
        #expect(desk.run(ErrorsCommand.self, ["l.csv", "--features", "z"]).exitCode == 65)
        #expect(desk.run(ErrorsCommand.self, ["l.csv", "--heat", "g"]).exitCode == 64)
    }
}
