import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct FairnessCommandTests {
    private let loans: String = {
        var random = SplitMix64(seed: 5)
        var text = "id,y_true,score,sex,age,income\n"
        for row in 0..<600 {
            let isMale = random.below(2) == 0
            let income = random.normal() + (isMale ? 0.8 : 0)
            let repaid = income + random.normal() > 0.3
            let score = min(max(0.5 + 0.2 * income, 0.01), 0.99)
            text +=
                "\(row),\(repaid ? "yes" : "no"),\(score),\(isMale ? "male" : "female"),\(20 + random.below(50)),\(income)\n"
        }
        return text
    }()

    private func run<Command: FileCommand>(_ command: Command.Type, _ arguments: [String]) throws -> JSONValue {
        let outcome = Desk.memory(files: ["loans.csv": loans]).run(command, ["loans.csv"] + arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test func `fairness tells groups, gaps and intervals by Fairlearn's names`() throws {
        let json = try run(
            FairnessCommand.self, ["--sensitive", "sex", "--privileged", "sex=male", "--bootstrap", "200"])
        #expect(json["positive"] == "yes" && json["n"] == 600)
        let gap = try #require(json["disparities"]?["demographic_parity_difference"]?.number)
        let ends = try #require(json["disparity_intervals"]?["demographic_parity_difference"]?.array)
        #expect(gap > 0.1 && (ends[0].number ?? 1) < gap && gap < (ends[1].number ?? 0))
        let groups = try #require(json["by_group"]?.array)
        #expect(groups.count == 2 && groups[0]["sex"] == "female" && groups[0]["selection_rate"]?.number != nil)
        let spd = try #require(json["aif360"]?["statistical_parity_difference"]?.number)
        #expect(abs(spd + gap) < 1e-12)
    }

    @Test func `several sensitive columns are looked at together and alone`() throws {
        let json = try run(FairnessCommand.self, ["--sensitive", "sex,age", "--bootstrap", "0"])
        #expect(json["by_column"]?["sex"]?["by_group"]?["male"]?["count"] != nil)
        #expect((json["groups_not_judged"]?.array?.count ?? 0) > 0 && json["disparities_of_all_groups"] != nil)
    }

    @Test func `the threshold optimizer closes the gap it is asked to close`() throws {
        for extra in [[], ["--deterministic"]] {
            let json = try run(
                MitigateCommand.self, ["--sensitive", "sex", "--method", "threshold-optimizer"] + extra)
            let before = try #require(json["before"]?["gap"]?.number)
            let after = try #require(json["after"]?["gap"]?.number)
            #expect(before > 0.1 && after <= 0.05)
            #expect(json["after_held_out"]?["gap"]?.number != nil)
        }
    }

    @Test func `data methods give the file back with what they changed`() throws {
        let weights = try run(MitigateCommand.self, ["--sensitive", "sex", "--method", "reweighing"])
        #expect(weights["rows"]?[0]?["weight"]?.number != nil && weights["rows"]?[0]?["income"] != nil)
        for method in ["disparate-impact-remover", "correlation-remover"] {
            let json = try run(
                MitigateCommand.self, ["--sensitive", "sex", "--method", method, "--features", "income,age"])
            #expect(json["changed"] == ["age", "income"] && json["rows"]?.array?.count == 600)
        }
    }

    @Test func `learning under a limit on the gap says what it comes to on other rows`() throws {
        let json = try run(
            MitigateCommand.self,
            [
                "--sensitive", "sex", "--method", "exponentiated-gradient", "--features", "income,age", "--max-gap",
                "0.05",
            ])
        let before = try #require(json["before_found"]?["gap"]?.number)
        let after = try #require(json["after_found"]?["gap"]?.number)
        #expect(after <= 0.05 + 1e-6 && before > after && json["after_held_out"]?["n"] == 180)
    }

    @Test func `wrong columns, labels and settings are refused with what to do`() {
        let desk = Desk.memory(files: ["loans.csv": loans, "three.csv": "y_true,y_pred,sex\na,a,m\nb,b,m\nc,c,f\n"])
        let three = desk.run(FairnessCommand.self, ["three.csv", "--sensitive", "sex"])
        #expect(three.exitCode == 64 && three.complaints.contains("--positive"))
        #expect(desk.run(FairnessCommand.self, ["three.csv", "--sensitive", "race"]).exitCode == 65)
        #expect(desk.run(FairnessCommand.self, ["three.csv", "--sensitive", "sex", "--positive", "z"]).exitCode == 65)
        #expect(
            desk.run(FairnessCommand.self, ["loans.csv", "--sensitive", "sex", "--privileged", "sex"]).exitCode == 64)
        let removal = desk.run(
            MitigateCommand.self,
            ["three.csv", "--sensitive", "sex", "--method", "threshold-optimizer", "--positive", "a"])
        #expect(removal.exitCode == 65 && removal.complaints.contains("score"))
    }
}
