import TandemCommands
import TandemTabular
import Testing

@Suite struct ApplyCommandTests {
    private static let functions = """
        labels: [ham, spam]
        id: key
        functions:
          - {name: words, keyword: [win, 'free money'], column: [text, note], label: spam}
          - name: link
            regex: 'https?://'
            column: text
            label: spam
          - {name: cheap, when: 'amount < 10 and not vip', label: ham, otherwise: spam}
          - {name: place, lookup: places.csv, column: country}
          - {name: inline, lookup: {DE: ham}, column: country}
          - {name: score, probability: p, at_least: 0.90, label: spam, at_most: 0.1, otherwise: ham}
          - {name: joined, probability: p_spam, file: other.csv, at_least: 0.5, label: spam, column: key}
          - {name: old, label_from: verdict, names: {yes: spam, no: ham}, abstain: '?'}

        """
    private static let data = """
        key,text,note,amount,vip,country,p,verdict
        a,You WIN,,5,no,DE,0.95,yes
        b,see http://x,Free Money,50,,FR,0.5,?
        c,"window, hi",,,yes,XX,0.05,no
        d,,,1,false,,,

        """
    private static let files = [
        "f.yaml": functions, "d.csv": data, "places.csv": "code,verdict\nFR,spam\nDE,ham\n",
        "other.csv": "id,p_spam\na,0.7\nc,0.2\nz,0.9\n",
    ]

    @Test func `functions vote, and what they said is written task by task`() throws {
        let outcome = Desk.memory(files: Self.files).run(
            ApplyCommand.self, ["f.yaml", "d.csv", "--output", "votes.csv", "--shape", "wide"])
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        #expect(
            outcome.files["votes.csv"] == """
                task,words,link,cheap,place,inline,score,joined,old
                a,spam,,ham,ham,ham,spam,spam,spam
                b,spam,spam,spam,spam,,,,
                c,,,spam,,,ham,,ham
                d,,,ham,,,,,

                """)
        let long = Desk.memory(files: Self.files).run(ApplyCommand.self, ["f.yaml", "d.csv"])
        let json = try JSONValue(parsing: long.output)
        #expect(json["votes"]?.array?.count == 15 && json["covered"] == 4 && json["conflict"] == 2)
        #expect(json["votes"]?[0] == ["task": "a", "worker": "words", "label": "spam"])
        #expect(
            json["functions"]?[0] == [
                "name": "words", "votes": 2, "coverage": 0.5, "overlap": 0.5, "conflict": 0.25, "labels": ["spam": 2],
            ])
    }

    @Test func `what is applied can be combined at once, in both shapes`() throws {
        for shape in ["long", "wide"] {
            let first = Desk.memory(files: Self.files).run(
                ApplyCommand.self, ["f.yaml", "d.csv", "--shape", shape, "--output", "v.csv"])
            let second = Desk.memory(files: first.files).run(WeakCommand.self, ["v.csv"])
            #expect(second.exitCode == 0, "\(second.complaints)")
            let json = try JSONValue(parsing: second.output)
            #expect(json["method"] == "majority" && second.complaints.contains("only 3 tasks have two votes"))
            // Four say spam and three ham, but functions that vote alike count once.
            #expect(json["tasks"]?[0]?["label"] == "ham")
        }
    }

    @Test func `a person at a terminal sees coverage, overlap and conflict first`() {
        let outcome = Desk.memory(files: Self.files, isTerminal: true).run(ApplyCommand.self, ["f.yaml", "d.csv"])
        #expect(outcome.output.hasPrefix("Labeling functions\n  function  coverage  overlap  conflict"))
    }

    @Test(arguments: [
        ("- {name: f, regex: '(', column: text, label: a}", "line 1: function f: regex: character 1: The group"),
        (
            "- {name: f, regex: x, column: text, label: a}\n- {name: g, when: 'amount >', label: a}",
            "line 2: function g: when: character 9"
        ),
        ("- {name: f, regex: x, column: body, label: a}", "function f: d.csv has no column body"),
        ("- {name: f, when: 'body = 1', label: a}", "d.csv has no column body"),
        (
            "- name: f\n  regex: x\n  column: text\n  labell: a",
            "line 4: function f: labell: a regex function has no member"
        ),
        (
            "- {name: f, regex: x, column: text, label: a}\n- {name: f, regex: y, column: text, label: a}",
            "line 2: function f: name: a function of this name stands in line 1"
        ),
        ("- {name: f, lookup: none.csv, column: country}", "line 1: function f: lookup: there is no file none.csv"),
        ("- {name: f, model: other.csv, class: a, at_least: 0.5, label: a}", "line 1: function f: model"),
        ("functions: []", "at least one function"), ("function: [x]", "line 1: unknown key function"),
        ("", "the file is empty"),
        ("- {name: f, regex: x", "this is no YAML"),
        ("labels: [a, a]\nfunctions: [x]", "line 1: labels is a list of different texts"),
        ("- 5", "line 1: name: a labeling function needs a name"),
    ])
    func `a mistake is named with file, line and function`(_ yaml: String, _ part: String) {
        var files = Self.files
        files["f.yaml"] = yaml
        let outcome = Desk.memory(files: files).run(ApplyCommand.self, ["f.yaml", "d.csv", "--output", "v.csv"])
        #expect(
            outcome.exitCode == 65 && outcome.complaints.contains("f.yaml: ") && outcome.complaints.contains(part),
            "\(outcome.complaints)")
        #expect(outcome.files["v.csv"] == nil)
    }

    @Test func `a value that is no number or truth value is named with its line`() {
        var files = Self.files
        files["d.csv"] = Self.data.replacing("50,,FR", with: "many,perhaps,FR")
        let outcome = Desk.memory(files: files).run(ApplyCommand.self, ["f.yaml", "d.csv"])
        #expect(
            outcome.exitCode == 65 && outcome.complaints.contains("d.csv: line 3, column amount"),
            "\(outcome.complaints)")
        files["d.csv"] = Self.data.replacing("50,,FR", with: "50,perhaps,FR")
        let other = Desk.memory(files: files).run(ApplyCommand.self, ["f.yaml", "d.csv"])
        #expect(
            other.exitCode == 65 && other.complaints.contains("line 3, column vip: expected true or false"),
            "\(other.complaints)")
    }

    @Test func `an alias that multiplies is refused, not followed`() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            yaml += "a\(level): &a\(level) [\((0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n"
        }
        var files = Self.files
        files["f.yaml"] = yaml
        let outcome = Desk.memory(files: files).run(ApplyCommand.self, ["f.yaml", "d.csv"])
        #expect(outcome.exitCode == 65 && outcome.complaints.contains("too large"), "\(outcome.complaints.prefix(200))")
    }

    @Test func `an empty table gives no votes, not a failure`() throws {
        var files = Self.files
        files["d.csv"] = "key,text,note,amount,vip,country,p,verdict\n"
        let outcome = Desk.memory(files: files).run(ApplyCommand.self, ["f.yaml", "d.csv", "--output", "v.csv"])
        #expect(outcome.exitCode == 0 && outcome.files["v.csv"] == "task,worker,label\n", "\(outcome.complaints)")
    }
}
