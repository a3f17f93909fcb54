import Foundation
import TandemCommands
import TandemTabular
import Testing

@Suite struct NextCommandTests {
    private let files = [
        "pool.csv": "id,x,text\na,1,free prize\nb,2,see you\nc,3,free prize now\nd,4,lunch at noon\n",
        "p.csv": "id,p_ham,p_spam\nd,0.9,0.1\na,0.45,0.55\nb,0.7,0.3\nc,0.2,0.8\n",
        "q.csv": "id,p_spam,p_ham\nd,0.4,0.6\na,0.55,0.45\nb,0.9,0.1\nc,0.8,0.2\n",
        "votes.csv": "task,worker,label\na,ann,spam\nz,ann,ham\n",
    ]

    private func items(_ arguments: [String]) throws -> [JSONValue] {
        let outcome = Desk.memory(files: files).run(NextCommand.self, ["pool.csv"] + arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)["items"]?.array ?? []
    }

    @Test func `rows are matched by id and the least sure unlabeled one comes first`() throws {
        let first = try items(["--probabilities", "p.csv", "--strategy", "margin", "--batch", "2"])
        #expect(first.map { $0["id"] } == ["a", "b"])
        let later = try items(
            ["--probabilities", "p.csv", "--votes", "votes.csv", "--strategy", "margin", "--batch", "9"])
        #expect(later.map { $0["id"] } == ["b", "c", "d"])
        #expect(later.allSatisfy { $0["action"] == "label" && $0["votes"] == 0 })
    }

    @Test func `a committee reads several files whose classes may stand in any order`() throws {
        let chosen = try items(
            ["--probabilities", "p.csv", "--probabilities", "q.csv", "--strategy", "committee", "--batch", "1"])
        #expect(chosen.first?["id"] == "b" && chosen.first?["reason"] == "disagreement")
    }

    @Test func `diversity needs no model, only columns`() throws {
        #expect(try items(["--strategy", "diversity", "--batch", "2", "--features", "x"]).count == 2)
        let bare = Desk.memory(files: ["pool.csv": "id\na\n"]).run(
            NextCommand.self, ["pool.csv", "--strategy", "diversity"])
        #expect(bare.exitCode == 65 && bare.complaints.contains("columns beside id"))
    }

    @Test func `what does not fit is named with its place and what to do`() {
        func complaint(_ changed: [String: String], _ arguments: [String], code: Int32) -> String {
            let outcome = Desk.memory(files: files.merging(changed) { $1 }).run(
                NextCommand.self, ["pool.csv"] + arguments)
            #expect(outcome.exitCode == code && outcome.output.isEmpty)
            return outcome.complaints
        }
        let margin = ["--probabilities", "p.csv", "--strategy", "margin"]
        #expect(complaint(["p.csv": "id,p_a,p_b\na,1,0\n"], margin, code: 65).contains("item b of the pool"))
        #expect(
            complaint(["p.csv": "id,p_a,p_b\na,1,2\n"], margin, code: 65).contains("line 2, column p_b"))
        #expect(complaint(["pool.csv": "id\na\na\n"], margin, code: 65).contains("line 3, column id"))
        #expect(
            complaint(
                ["votes.csv": "task,worker,label\na,ann,eggs\n"], margin + ["--votes", "votes.csv"], code: 65
            ).contains("line 2, column label"))
        #expect(complaint([:], ["--strategy", "margin"], code: 64).contains("--probabilities"))
        #expect(complaint([:], ["--strategy", "tea-leaves"], code: 64).contains("least-confidence"))
        #expect(complaint([:], margin + ["--probabilities", "gone.csv"], code: 66).contains("gone.csv"))
    }
}

@Suite struct SimulateCommandTests {
    private var points: String {
        (0..<80).reduce("x,z,y\n") { $0 + "\($1 % 10),\($1 * 7 % 13),\($1 % 10 + $1 * 7 % 13 > 10 ? "high" : "low")\n" }
    }

    @Test func `the same seed gives the same bytes at any number of threads`() throws {
        let arguments = [
            "d.csv", "--target", "y", "--strategies", "clustered,activelab,committee", "--batch", "3", "--rounds", "3",
            "--seeds", "3", "--annotator-accuracy", "0.8", "--chart", "c.vl.json",
        ]
        let one = Desk.memory(files: ["d.csv": points]).run(SimulateCommand.self, arguments + ["--threads", "1"])
        let four = Desk.memory(files: ["d.csv": points]).run(SimulateCommand.self, arguments + ["--threads", "4"])
        #expect(one.exitCode == 0, "\(one.complaints)")
        #expect(one.output == four.output && one.files == four.files)
        let json = try JSONValue(parsing: one.output)
        #expect(json["strategies"]?.array?.count == 4 && json["curve"]?.array?.count == 16)
        #expect(one.files["c.vl.json"]?.contains("vega-lite") == true)
    }

    @Test func `derived rows are never measured on and follow their parents`() throws {
        let rows = points.split(separator: "\n").dropFirst()
        var file = "id,x,z,y,derived_from\n"
        for (place, row) in rows.enumerated() { file += "r\(place),\(row),\nd\(place),\(row),r\(place)\n" }
        let arguments = ["d.csv", "--target", "y", "--batch", "3", "--rounds", "2", "--seeds", "2"]
        let outcome = Desk.memory(files: ["d.csv": file]).run(SimulateCommand.self, arguments)
        let json = try JSONValue(parsing: outcome.output)
        // 80 originals: 24 to measure on; the other 56 and their 56 children to learn from.
        #expect(json["test"] == 24 && json["pool"] == 112 && json["derived_rows"] == 80)
        let refused = Desk.memory(files: ["d.csv": file, "t.csv": file]).run(
            SimulateCommand.self, arguments + ["--test", "t.csv"])
        #expect(refused.exitCode == 65 && refused.complaints.contains("t.csv: line 3, column derived_from"))
    }

    @Test func `data that cannot be replayed is refused with a reason`() {
        for (file, words) in [
            ("x,y\n1,a\n2,a\n", "at least two classes"), ("x,y\n1,a\n", "at least two classes"),
            ("y\na\nb\n", "no columns"),
            ("x,y\n", "at least two classes"),
        ] {
            let outcome = Desk.memory(files: ["d.csv": file]).run(SimulateCommand.self, ["d.csv", "--target", "y"])
            #expect(outcome.exitCode == 65 && outcome.complaints.contains(words), "\(outcome.complaints)")
        }
        let unknown = Desk.memory(files: ["d.csv": points]).run(
            SimulateCommand.self, ["d.csv", "--target", "y", "--strategies", "hunch"])
        #expect(unknown.exitCode == 64)
    }
}

@Suite struct AugmentCommandTests {
    private let sms =
        "id,text,label,split\na,win a free prize now,spam,train\nb,see you at noon today,ham,train\n"
        + "c,claim your free prize,spam,evaluate\nd,your prize is waiting here,spam,calibrate\n"

    private func run(
        _ pipeline: String, _ more: [String: String] = [:], _ arguments: [String] = []
    ) -> MemoryDesk.Outcome {
        Desk.memory(files: ["d.csv": sms, "p.yaml": pipeline].merging(more) { $1 }).run(
            AugmentCommand.self, ["d.csv", "--pipeline", "p.yaml"] + arguments)
    }

    @Test func `derived rows keep parent and derivation, and only rows for training have any`() throws {
        let outcome = run("copies: 3\nsteps:\n  - {do: swap, column: text}\n  - {do: keyboard, column: text}\n")
        let rows = try JSONValue(parsing: outcome.output)["rows"]?.array ?? []
        let derived = rows.filter { $0["derived_from"] != "" }
        #expect(rows.count == 10 && derived.count == 6)
        #expect(Set(derived.compactMap { $0["derived_from"]?.string }) == ["a", "b"])
        #expect(derived.allSatisfy { $0["split"] == "train" && $0["derivation"]?.string?.hasPrefix("swap(") == true })
        #expect(derived.first?["id"] == "a~1" && derived.first?["label"] == "spam")
    }

    @Test func `augmenting twice makes no grandchildren and no row to evaluate on ever has a child`() throws {
        let pipeline = "copies: 1\nsteps: [{do: swap, column: text}]\n"
        let first = run(pipeline, [:], ["--output", "e.csv"])
        let second = Desk.memory(files: first.files).run(
            AugmentCommand.self, ["e.csv", "--pipeline", "p.yaml", "--derived-only"])
        #expect(second.exitCode == 65 && second.complaints.contains("a~1"))
        let none = run(pipeline, ["d.csv": "id,text,split\na,x y z,evaluate\n"])
        #expect(none.exitCode == 65 && none.complaints.contains("never says train"))
    }

    @Test func `numbers are interpolated within a class, with a warning`() throws {
        let table = "id,x,c\n" + (0..<20).map { "\($0),\($0 % 2 * 100 + $0),\($0 % 2)\n" }.joined()
        let outcome = run(
            "class: c\nonly: '1'\ncopies: 2\nsteps: [{do: interpolate, columns: [x], neighbors: 3}]\n",
            ["d.csv": table], ["--derived-only"])
        let rows = try JSONValue(parsing: outcome.output)["rows"]?.array ?? []
        #expect(rows.count > 10 && outcome.complaints.contains("interpolated rows hold only if"))
        #expect(outcome.complaints.contains("no column role or split"))
        #expect(rows.allSatisfy { $0["c"] == "1" && $0["derived_with"] != "" })
    }

    @Test func `synonyms come from a lexicon and from embeddings`() throws {
        let outcome = run(
            "steps: [{do: synonym, column: text, share: 1, lexicon: w.csv, vectors: v.txt}]\n",
            ["w.csv": "word,synonyms\nprize,award\n", "v.txt": "noon 1 0\nmidday 0.9 0.1\nrain -1 0\n"],
            ["--derived-only"])
        let texts = try JSONValue(parsing: outcome.output)["rows"]?.array?.map { $0["text"] }
        #expect(texts == ["win a free award now", "see you at midday today"])
    }

    @Test func `a pipeline's mistakes are named by line`() {
        for (pipeline, words) in [
            ("steps: []\n", "at least one step"), ("steps:\n  - {do: dance, column: text}\n", "line 2: do is one of"),
            ("steps:\n  - {do: swap, column: nowhere}\n", "no column nowhere"),
            ("steps:\n  - {do: swap, column: text, shares: 1}\n", "line 2: unknown key shares"),
            ("steps:\n  - {do: swap, column: text, share: 2}\n", "share is above 0"),
            ("copies: 0\nsteps: [{do: swap, column: text}]\n", "copies is a whole number"), ("a: [\n", "p.yaml"),
            ("", "empty"), ("steps:\n  - {do: noise, columns: [text]}\n", "expected a number"),
            ("only: x\nsteps: [{do: swap, column: text}]\n", "only needs class"),
        ] {
            let outcome = run(pipeline)
            #expect(outcome.exitCode == 65 && outcome.complaints.contains(words), "\(words) in \(outcome.complaints)")
        }
    }
}
