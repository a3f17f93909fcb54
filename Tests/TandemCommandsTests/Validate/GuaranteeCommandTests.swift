import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct GuaranteeCommandTests {
    /// Rows of a model of three labels that errs less the surer it is, twice as often in the south.
    private static func predictions(_ n: Int, seed: UInt64) -> String {
        var random = SplitMix64(seed: seed)
        var text = "id,y_true,p_a,p_b,p_c,region\n"
        for row in 0..<n {
            let isSouth = random.below(3) == 0
            let label = random.below(3)
            let p = 0.4 + 0.6 * random.uniform()
            let isWrong = random.uniform() < (isSouth ? 0.8 : 0.4) * (1 - p)
            let truth = isWrong ? (label + 1 + random.below(2)) % 3 : label
            var shares = [Double](repeating: (1 - p) / 2, count: 3)
            shares[label] = p
            text +=
                "r\(row),\(["a", "b", "c"][truth]),\(shares[0]),\(shares[1]),\(shares[2]),\(isSouth ? "south" : "north")\n"
        }
        return text
    }

    private let files = ["p.csv": predictions(3_000, seed: 1), "new.csv": predictions(2_000, seed: 2)]

    private func run(_ arguments: [String], files: [String: String]? = nil) throws -> JSONValue {
        let outcome = Desk.memory(files: files ?? self.files).run(GuaranteeCommand.self, arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)
    }

    private func refused(_ text: String, _ arguments: [String]) -> String {
        let outcome = Desk.memory(files: ["p.csv": text]).run(GuaranteeCommand.self, ["p.csv"] + arguments)
        #expect(outcome.exitCode == 65 || outcome.exitCode == 64, "\(outcome.output)")
        return outcome.complaints
    }

    @Test func `the promise is kept on rows that were not used, for all, each label and each group`() throws {
        let json = try run(["p.csv", "--max-error", "0.1", "--by", "region"])
        let rows = try #require(json["thresholds"]?.array)
        #expect(rows.map { $0["scope"] } == ["all", "label", "label", "label", "group", "group"])
        #expect(rows[1]["delta"]?.number.map { abs($0 - 0.05 / 3) < 1e-12 } == true)
        #expect(rows[4]["delta"]?.number.map { abs($0 - 0.025) < 1e-12 } == true)
        #expect(rows.allSatisfy { ($0["bound"]?.number ?? 0) <= 0.1 })
        #expect(json["threshold"] == rows[0]["threshold"] && json["share"] == rows[0]["share"])
        let (north, south) = (rows[4]["threshold"]?.number ?? 1, rows[5]["threshold"]?.number ?? 0)
        #expect(rows[4]["name"] == "north" && north < south)
        let threshold = try #require(json["threshold"]?.number)
        let table = try Table(reading: Array((files["new.csv"] ?? "").utf8), format: .csv) { _ in
            [.codes("y_true")] + ["p_a", "p_b", "p_c"].map { .numbers($0) }
        }
        let columns = ["a", "b", "c"].map { (name: $0, values: table.numbers("p_" + $0)) }
        let truth = table.codes("y_true")
        var (accepted, errors) = (0, 0)
        for row in 0..<table.rowCount {
            guard let best = columns.max(by: { $0.values[row] < $1.values[row] }), best.values[row] >= threshold else {
                continue
            }
            accepted += 1
            errors += best.name == truth[row] ? 0 : 1
        }
        #expect(accepted > 500 && Double(errors) / Double(accepted) < 0.12)
    }

    @Test func `SGR stands beside and decides no more`() throws {
        let ltt = try run(["p.csv", "--max-error", "0.1"])
        let sgr = try run(["p.csv", "--max-error", "0.1", "--method", "sgr"])
        #expect(ltt["compared_with"]?["share"] == sgr["share"] && sgr["compared_with"]?["share"] == ltt["share"])
        #expect((ltt["share"]?.number ?? 0) >= (sgr["share"]?.number ?? 1))
    }

    @Test func `too few labels are told with the number that is missing`() throws {
        let json = try run(
            ["p.csv", "--max-error", "0.01"], files: ["p.csv": "y_true,y_pred,score\n"])
        #expect(json["needs"] == 299 && json["threshold"] == .null && json["bound"] == .null)
        #expect(json["sentence"]?.string?.contains("needs 299 more labeled rows") == true)
        let some = try run(["p.csv", "--max-error", "0.01"], files: ["p.csv": "y_true,y_pred,score\na,a,1\nb,b,1\n"])
        #expect(some["needs"] == 297)
    }

    @Test func `unanswered rows count as errors and are told`() throws {
        let text = "y_true,y_pred,score\n" + String(repeating: "a,a,0.9\n", count: 100) + ",a,0.95\n"
        let outcome = Desk.memory(files: ["p.csv": text]).run(GuaranteeCommand.self, ["p.csv", "--max-error", "0.1"])
        let json = try JSONValue(parsing: outcome.output)
        #expect(json["unanswered"] == 1 && json["errors"] == 1 && json["accepted"] == 101)
        #expect(outcome.complaints.contains("1 rows without y_true"))
    }

    @Test func `weights, missing columns and probabilities out of range are refused with place and remedy`() {
        let arguments = ["--max-error", "0.1"]
        #expect(refused("y_true,y_pred,score,weight\na,a,1,2\n", arguments).contains("draw a uniform sub-sample"))
        #expect(refused("y_true,y_pred\na,a\n", arguments).contains("needs columns p_<label>, or y_pred and score"))
        #expect(refused("y_true,p_a,p_b\na,1.5,0\n", arguments).contains("line 2, column p_a: a probability lies in"))
        #expect(refused("y_pred,score\na,1\n", arguments).contains("column y_true"))
        #expect(refused("y_true,y_pred,p_a\na,b,1\n", arguments).contains("there is no column p_b"))
        #expect(refused("y_true,p_a,p_b\nc,0.5,0.5\n", ["--sets"]).contains("no column p_c for the true label"))
        #expect(refused("y_true,p_a,p_b\na,0.5,0.1\n", ["--sets", "aps"]).contains("sum to"))
        #expect(refused("y_true,y_pred,score\na,a,1\n", ["--sets"]).contains("sets need a column p_<label>"))
        #expect(refused("y_true,p_a\na,1\n", []).contains("say one of --max-error"))
    }

    @Test func `the score of one of two labels is recognized and turned around when asked`() throws {
        var random = SplitMix64(seed: 3)
        var text = "y_true,y_pred,score\n"
        for _ in 0..<800 {
            let score = random.uniform()
            let truth = random.uniform() < score * score * (3 - 2 * score) ? "yes" : "no"
            text += "\(truth),\(score >= 0.5 ? "yes" : "no"),\(score)\n"
        }
        let plain = Desk.memory(files: ["p.csv": text]).run(GuaranteeCommand.self, ["p.csv", "--max-error", "0.1"])
        #expect(plain.complaints.contains("--score-of yes"))
        let turned = try run(["p.csv", "--max-error", "0.1", "--score-of", "yes"], files: ["p.csv": text])
        let labels = try #require(turned["thresholds"]?.array?.filter { $0["scope"] == "label" })
        #expect(labels.count == 2 && labels.allSatisfy { ($0["share"]?.number ?? 0) > 0.05 })
    }

    @Test func `sets hold the truth as often as promised on other rows`() throws {
        for arguments in [["--sets"], ["--sets", "aps"], ["--sets", "raps"], ["--sets", "aps", "--randomize"]] {
            let json = try run(["p.csv"] + arguments + ["--confidence", "0.9", "--apply", "new.csv"])
            let sets = try #require(json["sets"]?.array)
            #expect(sets.count == 2_000 && sets[0]["id"] == "r0" && json["n"] == 3_000)
            let coverage = try #require(json["coverage"]?.number)
            #expect(coverage > 0.87 && (json["mean_size"]?.number ?? 9) < 3, "\(arguments): \(coverage)")
            let sizes = try #require(json["sizes"]?.array)
            #expect(sizes.compactMap { $0["n"]?.int }.reduce(0, +) == 2_000)
        }
    }

    @Test func `per class and per group every part has its threshold`() throws {
        let classes = try run(["p.csv", "--sets", "--per-class", "--confidence", "0.9"])
        #expect(classes["thresholds"]?.array?.map { $0["name"] } == ["a", "b", "c"])
        #expect(classes["thresholds"]?.array?.allSatisfy { abs(($0["coverage"]?.number ?? 0) - 0.9) < 0.01 } == true)
        let groups = try run(["p.csv", "--sets", "--by", "region", "--confidence", "0.9", "--apply", "new.csv"])
        #expect(groups["thresholds"]?.array?.allSatisfy { abs(($0["coverage"]?.number ?? 0) - 0.9) < 0.04 } == true)
        let other = ["p.csv": files["p.csv"] ?? "", "x.csv": "p_a,p_b,p_c,region\n1,0,0,east\n"]
        let refused = Desk.memory(files: other).run(
            GuaranteeCommand.self, ["p.csv", "--sets", "--by", "region", "--apply", "x.csv"])
        #expect(refused.exitCode == 65 && refused.complaints.contains("east has no row in the calibration"))
    }

    @Test func `a miss rate is kept for labels side by side, for items of rows and for single rows`() throws {
        var random = SplitMix64(seed: 6)
        var long = "item,y_true,score\n"
        var wide = "y_a,y_b,p_a,p_b\n"
        for item in 0..<400 {
            let there = (0..<2).map { _ in random.below(2) }
            let scores = there.map { ($0 == 1 ? 0.3 : 0) + 0.7 * random.uniform() }
            wide += "\(there[0]),\(there[1]),\(scores[0]),\(scores[1])\n"
            for place in 0..<2 { long += "i\(item),\(there[place]),\(scores[place])\n" }
        }
        let arguments = ["p.csv", "--max-missed", "0.1"]
        let byRows = try run(arguments, files: ["p.csv": long])
        let byLabels = try run(arguments, files: ["p.csv": wide])
        #expect(byRows["on_average"] == byLabels["on_average"] && byRows["n"] == byLabels["n"])
        let (average, confident) = (byRows["on_average"], byRows["with_confidence"])
        #expect((average?["missed"]?.number ?? 1) <= 0.1)
        #expect((confident?["threshold"]?.number ?? 1) < (average?["threshold"]?.number ?? 0))
        let single = try run(arguments, files: ["p.csv": "y_true,score\n1,0.9\n0,0.2\n"])
        #expect(single["on_average"]?["needs"] == 8 && single["n"] == 1 && single["items"] == 2)
    }

    @Test func `charts come in all three kinds, and threads change no byte`() throws {
        for arguments in [["--max-error", "0.1", "--by", "region"], ["--sets", "aps", "--randomize"]] {
            let outcomes = ["1", "4"].map { threads in
                Desk.memory(files: files).run(
                    GuaranteeCommand.self, ["p.csv"] + arguments + ["--threads", threads, "--chart", "c.vl.json"])
            }
            #expect(outcomes[0].output == outcomes[1].output && outcomes[0].exitCode == 0)
            #expect(outcomes[0].files["c.vl.json"]?.contains("vega-lite") == true)
        }
        let missed = Desk.memory(files: ["p.csv": "y_true,score\n1,0.9\n0,0.2\n"]).run(
            GuaranteeCommand.self, ["p.csv", "--max-missed", "0.5", "--chart", "c.vl.json"])
        #expect(missed.exitCode == 0 && missed.files["c.vl.json"] != nil)
    }
}
