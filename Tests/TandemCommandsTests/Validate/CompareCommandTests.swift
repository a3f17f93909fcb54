import TandemCommands
import TandemTabular
import Testing

@Suite struct CompareCommandTests {
    private func run(_ a: String, _ b: String, _ arguments: [String] = []) -> MemoryDesk.Outcome {
        Desk.memory(files: ["a.csv": a, "b.csv": b]).run(CompareCommand.self, ["a.csv", "b.csv"] + arguments)
    }

    private func row(_ found: JSONValue, _ metric: String) -> JSONValue? {
        found["metrics"]?.array?.first { $0["metric"] == .string(metric) }
    }

    @Test func `a model is neither better nor worse than itself`() throws {
        let csv = MetricsCommandTests.scored(200, seed: 1)
        let found = try JSONValue(parsing: run(csv, csv).output)
        #expect(found["joined_by"] == "id" && found["mcnemar"]?["p_exact"] == 1 && found["delong"]?["p"] == .null)
        for metric in found["metrics"]?.array ?? [] { #expect(metric["b_is"] == "not shown", "\(metric)") }
    }

    @Test func `a clearly better model is found by every test, whatever the order of its rows`() throws {
        let weak = MetricsCommandTests.scored(600, seed: 2, shift: 0.8)
        // The same truths, scores pushed towards them.
        let lines = weak.split(separator: "\n").dropFirst().map { line -> String in
            let parts = line.split(separator: ",")
            let score = (Double(parts[2]) ?? 0) / 3 + (parts[1] == "1" ? 0.45 : 0)
            return "\(parts[0]),\(parts[1]),\(score)"
        }
        let strong = "id,y_true,score\n" + lines.reversed().joined(separator: "\n") + "\n"
        let outcome = run(weak, strong, ["--metrics", "roc_auc,accuracy,log_loss"])
        let found = try JSONValue(parsing: outcome.output)
        #expect(found["metrics"]?.array?.count == 3)
        for name in ["roc_auc", "accuracy", "log_loss"] { #expect(row(found, name)?["b_is"] == "better", "\(name)") }
        #expect((found["mcnemar"]?["p_exact"]?.number ?? 1) < 1e-6 && (found["delong"]?["p"]?.number ?? 1) < 1e-6)
        let back = try JSONValue(parsing: run(strong, weak).output)
        #expect(row(back, "log_loss")?["b_is"] == "worse")
        #expect(run(weak, strong, ["--threads", "3"]).output == run(weak, strong, ["--threads", "1"]).output)
    }

    @Test func `numbers and several classes are compared as well`() throws {
        let numbers = try JSONValue(
            parsing: run("y_true,y_pred\n1.5,1\n2,2\n3,3\n", "y_true,y_pred\n1.5,1.5\n2,2\n3,3\n").output)
        #expect(numbers["joined_by"] == "row" && numbers["mcnemar"] == nil)
        #expect(row(numbers, "mean_absolute_error")?["b"] == 0)
        let classes = try JSONValue(
            parsing: run("y_true,y_pred\na,a\nb,c\nc,c\n", "y_true,y_pred\na,a\nb,b\nc,c\n").output)
        #expect(classes["task"] == "multiclass" && classes["mcnemar"]?["only_b_right"] == 1)
    }

    @Test func `rows without a partner are counted and said`() throws {
        let outcome = run("id,y_true,y_pred\n1,1,1\n2,0,0\n3,1,0\n", "id,y_true,y_pred\n3,1,1\n1,1,1\n9,0,0\n")
        let found = try JSONValue(parsing: outcome.output)
        #expect(found["n"] == 2 && found["unmatched"] == ["a": 1, "b": 1])
        #expect(outcome.complaints.contains("2 rows have no partner"))
    }

    @Test func `pairs that are not the same item are refused`() {
        #expect(run("y_true,y_pred\n1,1\n", "y_true,y_pred\n0,1\n").complaints.contains("line 2, column y_true"))
        #expect(run("y_true,y_pred\n1,1\n0,1\n", "y_true,y_pred\n1,1\n").complaints.contains("must be as many"))
        #expect(
            run("id,y_true,y_pred\n1,1,1\n1,1,0\n", "id,y_true,y_pred\n1,1,1\n").complaints.contains("stands twice"))
        #expect(run("id,y_true,y_pred\n1,1,1\n", "id,y_true,y_pred\n2,1,1\n").complaints.contains("no row in common"))
        #expect(
            run("y_true,y_pred\n1,1\n0,0\n", "y_true,y_pred\n1,1\n0,0\n", ["--metrics", "magic"]).exitCode == 64)
    }
}
