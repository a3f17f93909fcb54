import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct PreferenceCommandTests {
    private func votes(_ n: Int, chance: Double, seed: UInt64 = 1) -> String {
        var random = SplitMix64(seed: seed)
        var csv = "item,rater,left,right,preferred\n"
        for item in 0..<n {
            let sides = random.below(2) == 0 ? "old,new" : "new,old"
            let u = random.uniform()
            csv += "\(item),r\(item % 3),\(sides),\(u < chance ? "new" : u < chance + 0.1 ? "tie" : "old")\n"
        }
        return csv
    }

    private func run(_ csv: String, _ arguments: [String] = []) -> MemoryDesk.Outcome {
        Desk.memory(files: ["v.csv": csv]).run(PreferenceCommand.self, ["v.csv"] + arguments)
    }

    @Test func `a planted preference is found, and named from either side`() throws {
        let found = try JSONValue(parsing: run(votes(400, chance: 0.7), ["--baseline", "old"]).output)
        #expect(found["outcome"] == "b_better" && found["b"] == "new")
        #expect((found["decided_after_items"]?.number ?? 0) > 5 && (found["e_value"]?.number ?? 0) >= 20)
        let other = try JSONValue(parsing: run(votes(400, chance: 0.7), ["--baseline", "new"]).output)
        #expect(other["outcome"] == "a_better")
        #expect(found["raters"]?.array?.count == 3 && found["raters"]?[0]?["agreement"] == .null)
    }

    @Test func `too few votes say how many more`() throws {
        let found = try JSONValue(parsing: run(votes(20, chance: 0.65), ["--baseline", "old"]).output)
        #expect(found["outcome"] == "not_yet")
        #expect((found["more_items_needed"]?.number ?? 0) > 0)
        #expect(found["statement"]?.string?.hasPrefix("not yet: needs about") == true)
    }

    @Test func `sides may be said instead of names, and a liking for one side is told`() throws {
        let csv =
            "item,left,right,preferred\n"
            + (0..<40).map { "\($0),\($0 % 2 == 0 ? "a,b" : "b,a"),left\n" }.joined()
        let outcome = run(csv)
        let found = try JSONValue(parsing: outcome.output)
        #expect(found["preference_for_b"]?["value"] == 0.5 && found["sides"]?["left_chosen"]?["value"] == 1)
        #expect(outcome.complaints.contains("a liking for one side shows"))
        let oneSided = run(
            csv.split(separator: "\n").enumerated().filter { $0.offset % 2 == 1 || $0.offset == 0 }
                .map { String($0.element) }.joined(separator: "\n"))
        #expect(oneSided.complaints.contains("sides were not drawn evenly"))
    }

    @Test func `votes that cannot be meant are refused by line`() {
        let bad = run("item,left,right,preferred\n1,a,b,c\n2,a,a,a\n")
        #expect(bad.exitCode == 65 && bad.complaints.contains("line 2, column preferred"))
        #expect(bad.complaints.contains("line 3, column right"))
        #expect(run("item,left,right,preferred\n1,a,b,a\n2,a,c,c\n").complaints.contains("pairwise"))
        #expect(run("item,left,right,preferred\n").exitCode == 65)
        #expect(run("item,left,right,preferred\n1,a,b,a\n", ["--baseline", "z"]).exitCode == 64)
        #expect(run("item,left,right,preferred\n1,a,b,a\n", ["--margin", "0.7"]).exitCode == 64)
    }
}
