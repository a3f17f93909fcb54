import Foundation
import TandemCommands
import TandemTabular
import Testing

@Suite struct IssuesCommandTests {
    private let example = IssuesCommand.example.files
    private let both = ["--probabilities", "probabilities.csv", "--labels", "labels.csv"]

    private func json(_ arguments: [String], files: [String: String]? = nil) throws -> JSONValue {
        let outcome = Desk.memory(files: files ?? example).run(IssuesCommand.self, arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)
    }

    @Test func `issues are listed by id with given and suggested label, worst first`() throws {
        let found = try json(both)
        #expect(found["issues"] == [["id": "d", "given": "cat", "suggested": "dog", "score": 0.03]])
        #expect(found["items_checked"] == 8 && found["flagged"] == 1)
    }

    @Test func `labels are joined by id in any order, and items without a label are not checked`() throws {
        var files = example
        files["labels.csv"] = "id,label\nh,dog\ng,dog\nf,dog\nd,cat\nc,cat\nb,cat\na,cat\n"
        let outcome = Desk.memory(files: files).run(IssuesCommand.self, both)
        let found = try JSONValue(parsing: outcome.output)
        #expect(found["issues"]?[0]?["id"] == "d" && found["items_without_label"] == 1)
        #expect(outcome.complaints.contains("1 items have no label"))
    }

    @Test func `bad input is named by file, line and column`() {
        func complaints(_ file: String, _ text: String) -> String {
            var files = example
            files[file] = text
            let outcome = Desk.memory(files: files).run(IssuesCommand.self, both)
            #expect(outcome.exitCode == 65)
            return outcome.complaints
        }
        #expect(complaints("labels.csv", "id,label\na,bird\n").contains("labels.csv: line 2, column label"))
        #expect(complaints("labels.csv", "id,label\nz,cat\n").contains("\"z\" has no row in probabilities.csv"))
        #expect(complaints("labels.csv", "id,label\na,cat\na,cat\n").contains("\"a\" stands there twice"))
        #expect(complaints("labels.csv", "id,label\na,\n").contains("no item has both"))
        #expect(complaints("probabilities.csv", "id,p_cat,p_dog\na,1.5,0\n").contains("1.5 is no probability"))
        #expect(complaints("probabilities.csv", "id,p_cat\na,1\n").contains("two columns p_<class>"))
    }

    @Test func `options that do not go together are refused`() {
        for arguments in [
            [], ["--labels", "labels.csv"], both + ["--text", "t"], both + ["--noise-share", "2"],
            both + ["--adjust", "--rank-by", "confidence_weighted_entropy"], both + ["--filter", "guess"],
        ] {
            #expect(Desk.memory(files: example).run(IssuesCommand.self, arguments).exitCode == 64, "\(arguments)")
        }
    }

    @Test func `features show outliers and duplicates beside label errors`() throws {
        var files = example
        files["f.csv"] =
            "id,x,note,y\na,0,hello there you,0\nb,0.1,good bye now,0.3\nc,0.5,x,0.2\nd,0.5,y,0.2\n"
            + "e,0.3,Hello there YOU!,0.9\nf,0.9,z,0.4\ng,50,w,50\nh,0.7,v,0.8\n"
        let found = try json(both + ["--features", "f.csv", "--text", "note", "--items", "i.csv"], files: files)
        #expect(found["outliers"]?.array?.compactMap { $0["id"] } == ["g"])
        #expect(
            found["near_duplicates"] == [
                ["by": "features", "exact": true, "ids": ["c", "d"]],
                ["by": "text", "exact": true, "ids": ["a", "e"]],
            ])
        #expect(found["issues"]?.array?.count == 1)
        let alone = try json(["--features", "f.csv"], files: files)
        #expect(alone["features"] == ["x", "y"] && alone["issues"] == [])
    }

    @Test func `every item's scores go to a file of their own`() throws {
        let outcome = Desk.memory(files: example).run(IssuesCommand.self, both + ["--items", "i.csv"])
        let lines = try #require(outcome.files["i.csv"]).split(separator: "\n")
        #expect(lines[0] == "id,given,suggested,label_score,is_label_issue" && lines.count == 9)
        #expect(lines[4] == "d,cat,dog,0.03,true")
    }

    @Test func `votes and the model together judge items and annotators`() throws {
        var files = example
        let labels = ["cat", "cat", "cat", "dog", "dog", "dog", "dog", "dog"]
        var votes = "task,worker,label\n"
        for (item, label) in zip("abcdefgh", labels) {
            votes += "\(item),ann,\(label)\n\(item),bob,\(label)\n"
            // The third votes at random, whatever there is to see.
            votes += "\(item),cho,\("adfg".contains(item) ? "cat" : "dog")\n"
        }
        files["votes.csv"] = votes
        let outcome = Desk.memory(files: files).run(
            IssuesCommand.self,
            [
                "--probabilities", "probabilities.csv", "--votes", "votes.csv", "--annotators", "w.csv", "--items",
                "i.csv",
            ])
        let found = try JSONValue(parsing: outcome.output)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        #expect(found["annotators"]?[0]?["worker"] == "cho" && found["annotators"]?.array?.count == 3)
        let quality = try #require(found["quality"]?.array)
        #expect(quality.count == 8 && quality.allSatisfy { $0["votes"] == 3 })
        #expect(Set(quality.compactMap { $0["label"]?.string }) == ["cat", "dog"])
        // The consensus is what the model says: nothing is left to flag.
        #expect(found["issues"] == [] && found["items_checked"] == 8)
        #expect(outcome.files["w.csv"]?.hasPrefix("worker,quality,agreement,worst_label,votes,weight\ncho,") == true)
        #expect(outcome.files["i.csv"]?.contains("consensus_quality") == true)
        let given = try json(both + ["--votes", "votes.csv"], files: files)
        #expect(given["issues"]?[0]?["id"] == "d" && given["annotators"]?.array?.count == 3)
    }

    @Test func `votes on unknown items and lone votes are told`() {
        func run(_ votes: String) -> MemoryDesk.Outcome {
            var files = example
            files["v.csv"] = votes
            return Desk.memory(files: files).run(
                IssuesCommand.self, ["--probabilities", "probabilities.csv", "--votes", "v.csv"])
        }
        let stranger = run("task,worker,label\nz,ann,cat\n")
        #expect(stranger.exitCode == 65 && stranger.complaints.contains("1 tasks have no row in probabilities.csv: z"))
        #expect(run("task,worker,label\na,ann,cat\n").exitCode == 65)
        #expect(run("task,worker,label\na,ann,bird\n").complaints.contains("the model has no column p_bird"))
    }

    @Test(.enabled(if: SharedLabels.digits != nil, "needs ../shared/data/label-errors-mnist"))
    func `on real digits the list is cleanlab's, and most of the surest flags are errors to people`() throws {
        let rows = try #require(SharedLabels.digits).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").map(String.init)
        }
        let header = "id," + (0..<10).map { "p_\($0)" }.joined(separator: ",")
        let files = [
            "probabilities.csv": header + "\n"
                + rows.map { ([$0[0]] + $0[2...]).joined(separator: ",") }.joined(separator: "\n") + "\n",
            "labels.csv": "id,label\n" + rows.map { "\($0[0]),\($0[1])" }.joined(separator: "\n") + "\n",
        ]
        let found = try json(both, files: files)
        let ids = try #require(found["issues"]?.array?.compactMap { $0["id"]?.string })
        // find_label_issues(…, return_indices_ranked_by="self_confidence") of cleanlab 2.9.0.
        #expect(ids == Self.cleanlab)
        let verdicts = try JSONValue(parsing: try #require(SharedLabels.digitVerdicts))
        var isError: [String: Bool] = [:]
        for verdict in verdicts.array ?? [] {
            let votes = try #require(verdict["mturk"]?["given"]?.int)
            isError["\(try #require(verdict["id"]?.int))"] = votes < 3
        }
        #expect(ids.allSatisfy { isError[$0] != nil })
        // 7 of 15 in all; of the seven the model is surest about, 5.
        let sure = try json(both + ["--max-score", "0.002"], files: files)
        let surest = try #require(sure["issues"]?.array?.compactMap { $0["id"]?.string })
        let right = surest.count { isError[$0] == true }
        #expect(Double(right) / Double(surest.count) > 0.51, "\(right) of \(surest.count)")
        #expect(ids.count { isError[$0] == true } == 7)
    }

    private static let cleanlab = [
        "2597", "947", "9729", "3520", "1681", "582", "2462", "1226", "1014", "6597", "9664", "449", "9009", "1901",
        "2130",
    ]
}
