import Foundation
import TandemCommands
import TandemTabular
import Testing

@Suite struct AgreementCommandTests {
    private let votes = AgreementCommand.example.files

    @Test func `the report holds coefficients, labels and pairs`() throws {
        let outcome = Desk.memory(files: votes).run(AgreementCommand.self, ["votes.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(outcome.exitCode == 0 && json["tasks"] == 5 && json["workers"] == 3 && json["votes"] == 12)
        // Agreeing pairs: t1 1/3, t2 1, t3 1, t4 1, t5 0.
        let raw = try #require(json["raw_agreement"]?["value"]?.number)
        #expect(abs(raw - (1 / 3.0 + 3) / 5) < 1e-12)
        #expect(json["per_label"]?.array?.count == 2 && json["pairs"]?.array?.count == 3)
        #expect(json["pairs"]?[0]?["worker_a"] == "ann" && json["pairs"]?[0]?["tasks"] == 3)
        #expect(json["cohen_kappa"] == nil)
    }

    @Test func `two workers have Cohen's kappa as a coefficient of the whole`() throws {
        let two = "task,worker,label\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n3,a,y\n3,b,y\n4,a,x\n4,b,x\n"
        let outcome = Desk.memory(files: ["v.csv": two]).run(AgreementCommand.self, ["v.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["cohen_kappa"]?["value"] == 0.5)
    }

    @Test func `an order of words and their numbers give the same ordinal alpha`() throws {
        let words = "task,worker,label\n1,a,low\n1,b,mid\n2,a,high\n2,b,high\n3,a,low\n3,b,low\n4,a,mid\n4,b,high\n"
        let numbers = words.replacingOccurrences(of: "low", with: "1").replacingOccurrences(of: "mid", with: "2.0")
            .replacingOccurrences(of: "high", with: "30")
        let desk = Desk.memory(files: ["w.csv": words, "n.csv": numbers])
        let first = desk.run(AgreementCommand.self, ["w.csv", "--level", "ordinal", "--order", "low,mid,high"])
        let second = Desk.memory(files: ["n.csv": numbers]).run(
            AgreementCommand.self, ["n.csv", "--level", "ordinal"])
        let a = try JSONValue(parsing: first.output)["krippendorff_alpha"]
        let b = try JSONValue(parsing: second.output)["krippendorff_alpha"]
        #expect(a != nil && a == b)
        let without = Desk.memory(files: ["w.csv": words]).run(AgreementCommand.self, ["w.csv", "--level", "ordinal"])
        #expect(without.exitCode == 65 && without.complaints.contains("line 2, column label: \"low\" is no number"))
    }

    @Test func `missing labels are missing votes, and no votes at all are refused`() throws {
        let some = Desk.memory(files: ["v.csv": "task,worker,label\n1,a,x\n1,b,\n2,a,x\n"]).run(
            AgreementCommand.self, ["v.csv"])
        let json = try JSONValue(parsing: some.output)
        #expect(some.exitCode == 0 && json["votes"] == 2 && json["krippendorff_alpha"] == .null)
        #expect(some.complaints.contains("no task has votes of two workers"))
        let none = Desk.memory(files: ["v.csv": "task,worker,label\n1,a,\n"]).run(AgreementCommand.self, ["v.csv"])
        #expect(none.exitCode == 65 && none.complaints.contains("there are no votes"))
        let no = Desk.memory(files: ["v.csv": "task,worker,label\n1,a,x\n"]).run(
            AgreementCommand.self, ["v.csv", "--bootstrap", "5"])
        #expect(no.exitCode == 64)
    }

    @Test func `the bytes are the same for any number of threads, and the coefficients go to a table`() throws {
        func run(_ threads: String) -> MemoryDesk.Outcome {
            Desk.memory(files: votes).run(
                AgreementCommand.self,
                ["votes.csv", "--threads", threads, "--coefficients", "c.csv", "--chart", "c.vl.json"])
        }
        #expect(run("1").output == run("5").output && run("1").files == run("5").files)
        #expect(run("1").files["c.csv"]?.hasPrefix("label,coefficient,value,lower,upper\n,raw_agreement,") == true)
    }

    @Test(.enabled(if: SharedLabels.rte != nil, "needs ../shared/data/crowd-rte"))
    func `a real crowd comes to the alpha of the reference`() throws {
        let lines = try #require(SharedLabels.rte).split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: ",")
        }
        let csv = "task,worker,label\n" + lines.joined(separator: "\n") + "\n"
        let outcome = Desk.memory(files: ["v.csv": csv]).run(
            AgreementCommand.self, ["v.csv", "--bootstrap", "100", "--least-common", "40"])
        let alpha = try JSONValue(parsing: outcome.output)["krippendorff_alpha"]?["value"]?.number
        #expect(abs(try #require(alpha) - 0.2415) < 6e-5)
    }
}
