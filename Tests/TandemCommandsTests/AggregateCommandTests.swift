import TandemCommands
import TandemTabular
import Testing

@Suite struct AggregateCommandTests {
    private let votes = """
        task,worker,label
        a,ann,cat
        a,bob,cat
        a,cleo,dog
        b,ann,dog
        b,bob,dog
        b,cleo,dog
        c,ann,cat
        c,bob,dog
        c,cleo,cat

        """

    private func run(_ files: [String: String], _ arguments: [String]) -> MemoryDesk.Outcome {
        Desk.memory(files: files).run(AggregateCommand.self, arguments)
    }

    @Test(arguments: ["majority", "weighted", "one-coin", "dawid-skene", "glad", "mace", "auto"])
    func `every method gives each task a label and probabilities that sum to one`(method: String) throws {
        let outcome = run(["v.csv": votes], ["v.csv", "--method", method])
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        let json = try JSONValue(parsing: outcome.output)
        let items = try #require(json["items"]?.array)
        #expect(items.compactMap { $0["task"]?.string } == ["a", "b", "c"])
        #expect(items.compactMap { $0["label"]?.string } == ["cat", "dog", "cat"])
        for item in items {
            let (cat, dog) = (item["p_cat"]?.number ?? 0, item["p_dog"]?.number ?? 0)
            #expect(abs(cat + dog - 1) < 1e-9 && item["probability"]?.number == max(cat, dog))
        }
        #expect(method == "auto" || json["method"]?.string == method)
        #expect(json["why"]?.string?.isEmpty == false && json["workers"]?.array?.count == 3)
    }

    @Test func `one output file holds the columns that were promised, the other the workers`() throws {
        let outcome = run(
            ["v.csv": votes],
            ["v.csv", "--method", "majority", "--output", "out.csv", "--workers", "w.csv"])
        #expect(
            outcome.files["out.csv"] == """
                task,label,probability,p_cat,p_dog
                a,cat,0.6666666666666666,0.6666666666666666,0.3333333333333333
                b,dog,1,0,1
                c,cat,0.6666666666666666,0.6666666666666666,0.3333333333333333

                """)
        let workers = try #require(outcome.files["w.csv"])
        #expect(
            workers.hasPrefix(
                "worker,n,accuracy,accuracy_lower,accuracy_upper,accuracy_n,accuracy_against,agreement,bias_cat,"
                    + "bias_dog,given_cat_true_cat,given_cat_true_dog,given_dog_true_cat,given_dog_true_dog\nann,3,"))
    }

    @Test func `known answers stand and measure workers`() throws {
        let outcome = run(
            ["v.csv": votes, "g.csv": "task,label\na,dog\nz,cat\n"],
            ["v.csv", "--method", "majority", "--gold", "g.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["items"]?.array?.first?["label"] == "dog" && json["items"]?.array?.first?["probability"] == 1)
        let cleo = try #require(json["workers"]?.array?.last)
        #expect(cleo["accuracy"] == 1 && cleo["accuracy_n"] == 1 && cleo["accuracy_against"] == "gold")
        #expect(outcome.complaints.contains("1 known answers belong to tasks without votes"))
    }

    @Test func `a model votes too`() throws {
        let model = "task,p_cat,p_dog\na,0.9,0.1\nb,0.2,0.8\nc,0.7,0.3\nd,0.5,0.5\n"
        let outcome = run(["v.csv": votes, "m.csv": model], ["v.csv", "--probabilities", "m.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["method"] == "crowdlab" && json["model_weight"]?.number ?? 0 > 0)
        #expect(json["items"]?.array?.compactMap { $0["label"]?.string } == ["cat", "dog", "cat"])
        #expect(json["workers"]?.array?.first?["quality"]?.number != nil)
        #expect(outcome.complaints.contains("1 tasks of the model have no votes"))
        let clash = run(
            ["v.csv": votes, "m.csv": model], ["v.csv", "--probabilities", "m.csv", "--method", "glad"])
        #expect(clash.exitCode == 64)
    }

    @Test func `what cannot be used is refused by name, line and remedy`() {
        let cases: [(files: [String: String], arguments: [String], code: Int32, part: String)] = [
            (["v.csv": "task,worker,label\n"], [], 65, "there are no votes"),
            (["v.csv": "task,worker,label\na,ann,\n"], [], 65, "line 2, column label"),
            (["v.csv": "task,who,label\na,ann,x\n"], [], 65, "column worker"),
            (["v.csv": votes], ["--method", "best"], 64, "known are auto, majority"),
            (["v.csv": votes, "g.csv": "task,label\na,cat\na,dog\n"], ["--gold", "g.csv"], 65, "g.csv: line 3"),
            (["v.csv": votes], ["--gold", "g.csv"], 66, "there is no file g.csv"),
            (
                ["v.csv": votes, "m.csv": "task,p_cat,p_cow\na,1,0\nb,1,0\nc,1,0\n"], ["--probabilities", "m.csv"], 65,
                "the model has no column p_dog"
            ),
            (
                ["v.csv": votes, "m.csv": "task,p_cat,p_dog\na,1,0\nb,1,0.4\nc,1,0\n"], ["--probabilities", "m.csv"],
                65, "m.csv: line 3"
            ),
            (
                ["v.csv": votes, "m.csv": "task,p_cat,p_dog\na,1,0\n"], ["--probabilities", "m.csv"], 65,
                "no probabilities for 2 tasks with votes: b, c"
            ),
        ]
        for (files, arguments, code, part) in cases {
            let outcome = run(files, ["v.csv"] + arguments)
            #expect(outcome.exitCode == code && outcome.complaints.contains(part), "\(part): \(outcome.complaints)")
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func `other kinds of answers have their own columns and methods`() throws {
        let files = [
            "n.csv": "task,worker,label\na,x,1\na,y,3\n",
            "p.csv": "left,right,winner,worker\nu,v,u,x\nv,w,v,x\nu,w,u,y\nw,u,w,y\n",
            "t.csv": "task,worker,text\na,x,good day\na,y,good day\n",
            "s.csv": "task,worker,start,end,label\na,x,0,4,name\na,y,0,4,name\n",
            "b.csv": "task,worker,x,y,width,height,label\na,x,0,0,4,4,cat\na,y,0,0,4,4,cat\n",
        ]
        let kinds = [("numeric", "n"), ("pairwise", "p"), ("text", "t"), ("spans", "s"), ("boxes", "b")]
        for (kind, file) in kinds {
            let outcome = run(files, ["\(file).csv", "--kind", kind, "--method", "auto"])
            #expect(outcome.exitCode == 0 && !outcome.output.isEmpty, "\(kind): \(outcome.complaints)")
            let wrong = run(files, ["\(file).csv", "--kind", kind, "--method", "glad"])
            #expect(wrong.exitCode == 64 && wrong.complaints.contains("has no method glad"), "\(kind)")
        }
        #expect(run(files, ["n.csv", "--kind", "numeric", "--gold", "n.csv"]).exitCode == 64)
        #expect(run(files, ["s.csv", "--kind", "spans", "--overlap", "2"]).exitCode == 64)
    }

    @Test func `one class, one worker and a vote given twice are no trouble`() throws {
        let one = run(["v.csv": "task,worker,label\na,ann,x\nb,ann,x\n"], ["v.csv", "--method", "dawid-skene"])
        let json = try JSONValue(parsing: one.output)
        #expect(
            json["items"] == [
                ["task": "a", "label": "x", "probability": 1, "p_x": 1],
                ["task": "b", "label": "x", "probability": 1, "p_x": 1],
            ])
        #expect(json["why"]?.string?.contains("only one label") == true)
        let twice = run(["v.csv": "task,worker,label\na,ann,x\na,ann,y\n"], ["v.csv"])
        let later = try JSONValue(parsing: twice.output)
        #expect(later["items"]?.array?.first?["label"] == "y" && later["votes"] == 1)
        #expect(twice.complaints.contains("1 votes were replaced"))
    }

    @Test func `the same seed gives the same bytes at any number of threads`() {
        var rows = "task,worker,label\n"
        for task in 0..<3_000 {
            for worker in 0..<3 { rows += "t\(task),w\((task + worker) % 7),\((task * 7 + worker * worker) % 3)\n" }
        }
        for method in ["dawid-skene", "glad", "mace", "one-coin"] {
            let runs = ["1", "2", "5"].map {
                run(["v.csv": rows], ["v.csv", "--method", method, "--threads", $0]).output
            }
            #expect(Set(runs).count == 1, "\(method)")
        }
    }
}

@Suite struct OverlapCommandTests {
    /// Six sure workers, six votes on each of 80 tasks.
    private var votes: String {
        var rows = "task,worker,label\n"
        for task in 0..<80 {
            for worker in 0..<6 {
                let isWrong = (task * 31 + worker * 17) % 11 == 0
                rows += "t\(task),w\(worker),\((task % 2 == 0) != isWrong ? "yes" : "no")\n"
            }
        }
        return rows
    }

    @Test func `asking only while in doubt uses fewer votes, and tells what it is held against`() throws {
        let outcome = Desk.memory(files: ["v.csv": votes]).run(
            OverlapCommand.self, ["v.csv", "--stop-at", "0.95", "--method", "dawid-skene"])
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        let json = try JSONValue(parsing: outcome.output)
        let used = json["votes_used"]?.number ?? 0
        #expect(used >= 80 && used < 300 && json["votes"] == 480)
        #expect(json["votes_saved"]?.number == 480 - used && json["reference"] == "consensus of all votes")
        #expect(json["fixed"]?.array?.count == 6 && (json["accuracy"]?["value"]?.number ?? 0) > 0.9)
        let perItem = json["items"]?.array?.compactMap { $0["votes_used"]?.number } ?? []
        #expect(perItem.count == 80 && perItem.reduce(0, +) == used)
    }

    @Test func `a bar of one uses every vote that leaves a doubt`() throws {
        let gold = "task,label\n" + (0..<40).map { "t\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined()
        let outcome = Desk.memory(files: ["v.csv": votes, "g.csv": gold]).run(
            OverlapCommand.self, ["v.csv", "--stop-at", "1", "--method", "majority", "--gold", "g.csv"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["votes_used"] == 480 && json["reference"] == "gold" && json["judged_tasks"] == 40)
    }

    @Test func `a bar that is no probability is refused`() {
        for bar in ["0", "1.5", "x"] {
            let outcome = Desk.memory(files: ["v.csv": votes]).run(OverlapCommand.self, ["v.csv", "--stop-at", bar])
            #expect(outcome.exitCode == 64)
        }
    }
}
