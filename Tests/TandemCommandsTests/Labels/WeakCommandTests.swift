import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct WeakCommandTests {
    /// 400 tasks, five functions of different quality, the fifth a copy of the worst.
    private static let wide: (votes: String, gold: String) = {
        var random = SplitMix64(seed: 6)
        var votes = "id,f1,f2,f3,bad,copy\n"
        var gold = "id,label\n"
        for task in 0..<400 {
            let truth = random.below(2)
            func vote(_ accuracy: Double) -> String { random.uniform() < accuracy ? "\(truth)" : "\(1 - truth)" }
            let bad = vote(0.4)
            votes += "t\(task),\(vote(0.85)),\(random.uniform() < 0.5 ? "" : vote(0.9)),\(vote(0.75)),\(bad),\(bad)\n"
            if task % 4 == 0 { gold += "t\(task),\(truth)\n" }
        }
        return (votes, gold)
    }()
    private static let files = ["v.csv": wide.votes, "g.csv": wide.gold]

    @Test func `votes become labels with probabilities, and functions are judged`() throws {
        let outcome = Desk.memory(files: Self.files).run(WeakCommand.self, ["v.csv", "--gold", "g.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(
            outcome.exitCode == 0 && json["method"] == "label-model" && outcome.complaints.isEmpty,
            "\(outcome.complaints)")
        let functions = try #require(json["functions"]?.array)
        #expect(functions.map { $0["name"]?.string } == ["f1", "f2", "f3", "bad", "copy"])
        #expect(
            abs((functions[3]["weight"]?.number ?? 0) - 0.5) < 0.01
                && abs((functions[4]["weight"]?.number ?? 0) - 0.5) < 0.01)
        #expect(json["dependences"]?[0]?["functions"] == ["bad", "copy"])
        let gold = try #require(json["gold"])
        #expect(gold["answers"] == 100)
        let accuracy = try #require(gold["accuracy"]?["value"]?.number)
        let majority = try #require(gold["majority_accuracy"]?["value"]?.number)
        #expect(accuracy > 0.85 && accuracy >= majority)
        #expect(
            functions[0]["gold_accuracy"]?["n"] == 100 && functions[0]["estimated_accuracy"]?["lower"]?.number != nil)
        let task = try #require(json["tasks"]?[0])
        #expect(task["task"] == "t0" && task["p_0"]?.number != nil && task["label"]?.string != nil)
    }

    @Test func `the long and the wide form, an abstention as a text, and thread counts give the same labels`() throws {
        var long = "task,worker,label\n"
        for line in Self.wide.votes.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            for (name, vote) in zip(["f1", "f2", "f3", "bad", "copy"], fields.dropFirst()) {
                long += "\(fields[0]),\(name),\(vote.isEmpty ? "-1" : String(vote))\n"
            }
        }
        let marked = Self.wide.votes.replacing(",,", with: ",-1,")
        let arguments = ["v.csv", "--output", "o.csv"]
        let plain = Desk.memory(files: Self.files).run(WeakCommand.self, arguments + ["--threads", "1"]).files["o.csv"]
        #expect(plain != nil)
        #expect(Desk.memory(files: ["v.csv": long]).run(WeakCommand.self, arguments).files["o.csv"] == plain)
        #expect(
            Desk.memory(files: ["v.csv": marked]).run(WeakCommand.self, arguments + ["--threads", "3"]).files["o.csv"]
                == plain)
    }

    @Test func `conflicts are tasks for people, the least certain first`() throws {
        let outcome = Desk.memory(files: Self.files).run(WeakCommand.self, ["v.csv", "--conflicts", "people.jsonl"])
        let lines = try #require(outcome.files["people.jsonl"]).split(separator: "\n").map {
            try JSONValue(parsing: Array($0.utf8))
        }
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["conflicts"]?["count"]?.int == lines.count && lines.count > 100)
        let certainty = lines.compactMap { $0["probability"]?.number }
        #expect(certainty == certainty.sorted() && lines[0]["said"]?.string?.contains("f1=") == true)
        #expect(json["conflicts"]?["least_certain"]?.array?.count == 20)
    }

    @Test func `it says when and why it falls back to the majority`() throws {
        let two = Desk.memory(files: ["v.csv": "id,a,b\n1,x,x\n2,y,x\n3,,y\n4,,\n"]).run(WeakCommand.self, ["v.csv"])
        let json = try JSONValue(parsing: two.output)
        #expect(json["method"] == "majority" && two.complaints.contains("the majority is used: only 2 functions voted"))
        #expect(json["tasks"]?[1]?["label"] == JSONValue.null && json["tasks"]?[3]?["votes"] == 0)
        let forced = Desk.memory(files: Self.files).run(WeakCommand.self, ["v.csv", "--method", "majority"])
        #expect(try JSONValue(parsing: forced.output)["method"] == "majority" && forced.complaints.isEmpty)
    }

    @Test(arguments: [
        (["v.csv", "--balance", "0=0.5"], 64, "positive share"),
        (["v.csv", "--balance", "x=1"], 64, "--balance is LABEL=SHARE"),
        (["v.csv", "--gold", "none.csv"], 66, "none.csv"), (["v.csv", "--id", "nope"], 65, "nope"),
        (["one.csv"], 65, "no function voted"),
        (["same.csv"], 65, "stands in an earlier row"), (["v.csv", "--gold", "other.csv"], 65, "none of its tasks"),
        (["label.csv"], 65, "at least two labels"), (["empty.csv"], 65, "empty"),
        (["v.csv", "--gold", "twice.csv"], 65, "another answer"),
    ])
    func `what cannot be used is refused with place and remedy`(_ arguments: [String], _ code: Int32, _ part: String) {
        var files = Self.files
        files["one.csv"] = "id\n1\n"
        files["same.csv"] = "id,a,b\n1,x,y\n1,x,y\n"
        files["other.csv"] = "id,label\nz,0\n"
        files["label.csv"] = "id,a,b\n1,x,x\n"
        files["empty.csv"] = ""
        files["twice.csv"] = "id,label\nt0,0\nt0,1\n"
        let outcome = Desk.memory(files: files).run(WeakCommand.self, arguments)
        #expect(
            outcome.exitCode == code && outcome.complaints.contains(part), "\(outcome.exitCode) \(outcome.complaints)")
    }

    @Test func `a given balance moves the labels, and the chart has estimates and gold`() throws {
        let outcome = Desk.memory(files: Self.files).run(
            WeakCommand.self,
            ["v.csv", "--method", "label-model", "--balance", "0=0.9,1=0.1", "--gold", "g.csv", "--chart", "c.vl.json"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["balance"] == ["0": 0.9, "1": 0.1])
        let chart = try JSONValue(parsing: Array(try #require(outcome.files["c.vl.json"]).utf8))
        #expect(chart["data"]?["values"]?.array?.count == 10)
    }
}
