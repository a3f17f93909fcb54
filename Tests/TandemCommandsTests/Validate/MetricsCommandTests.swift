import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct MetricsCommandTests {
    private func run(_ csv: String, _ arguments: [String] = []) -> MemoryDesk.Outcome {
        Desk.memory(files: ["p.csv": csv]).run(MetricsCommand.self, ["p.csv"] + arguments)
    }

    private func json(_ csv: String, _ arguments: [String] = []) throws -> JSONValue {
        let outcome = run(csv, arguments)
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        return try JSONValue(parsing: outcome.output)
    }

    /// Scores of two classes with some overlap.
    static func scored(_ n: Int, seed: UInt64, shift: Double = 1.5) -> String {
        var random = SplitMix64(seed: seed)
        var csv = "id,y_true,score\n"
        for row in 0..<n {
            let positive = random.uniform() < 0.4
            let score = NormalDistribution.lowerTail(random.normal() + (positive ? shift : 0) - shift / 2)
            csv += "i\(row),\(positive ? 1 : 0),\(score)\n"
        }
        return csv
    }

    @Test func `metrics stand by scikit-learn's names, with intervals around them`() throws {
        let found = try json("y_true,y_pred\n1,1\n1,0\n0,0\n0,0\n1,1\n0,1\n")
        #expect(found["task"] == "binary" && found["positive"] == "1" && found["n"] == 6)
        #expect(found["accuracy"] == .number(4.0 / 6) && found["recall"] == .number(2.0 / 3))
        #expect(found["f1"] == .number(2.0 / 3) && found["roc_auc"] == nil)
        #expect(found["intervals"]?["accuracy"]?["method"] == "wilson")
        let interval = try #require(found["intervals"]?["matthews_corrcoef"])
        let value = try #require(found["matthews_corrcoef"]?.number)
        let (lower, upper) = (try #require(interval["lower"]?.number), try #require(interval["upper"]?.number))
        #expect(lower <= value && value <= upper && interval["method"] == "percentile-bootstrap")
        #expect(found["confusion_matrix"]?["true_by_predicted"] == [[2, 1], [1, 2]])
    }

    @Test func `the same seed gives the same bytes at any number of threads`() {
        let csv = Self.scored(400, seed: 1)
        let one = run(csv, ["--threads", "1", "--cost", "fp=1,fn=4,review=0.3"])
        let four = run(csv, ["--threads", "4", "--cost", "fp=1,fn=4,review=0.3"])
        let other = run(csv, ["--threads", "4", "--seed", "2", "--cost", "fp=1,fn=4,review=0.3"])
        #expect(one.exitCode == 0 && one.output == four.output && one.output != other.output)
    }

    @Test func `what is undefined is null and says why`() throws {
        let found = try json("y_true,score\n1,0.5\n1,0.5\n1,0.5\n")
        #expect(found["roc_auc"] == .null && found["undefined"]?["roc_auc"] == "all rows have one true class")
        #expect(found["accuracy"] == 1 && found["intervals"]?["roc_auc"] == nil)
        let constant = try json("y_true,score\n1,0.5\n0,0.5\n1,0.5\n0,0.5\n")
        #expect(constant["roc_auc"] == 0.5)
        let weightless = try json("y_true,y_pred,weight\n1,1,0\n0,0,0\n")
        #expect(weightless["accuracy"] == .null && weightless["undefined"]?["accuracy"] == "no row has weight")
    }

    @Test func `a band for people is the cheapest where a look costs less than likely errors`() throws {
        let csv = Self.scored(2_000, seed: 3)
        let found = try json(csv, ["--cost", "fp=5,fn=100,review=2,accuracy=0.98", "--bootstrap", "0"])
        let point = try #require(found["operating_point"])
        let with = try #require(point["with_review"])
        let without = try #require(point["without_review"])
        let costs = (try #require(with["cost_per_item"]?.number), try #require(without["cost_per_item"]?.number))
        #expect(costs.0 < costs.1 && abs((point["saving_per_item"]?.number ?? 0) - (costs.1 - costs.0)) < 1e-9)
        let shares = ["auto_positive", "auto_negative", "review"].compactMap { with[$0]?.number }
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && (with["review"]?.number ?? 0) > 0)
        let held = try #require(with["cost_per_item_held_out"]?.number)
        #expect(held >= costs.0 && held < costs.1)
        #expect(with["rule"]?.string?.contains("ask a person") == true)
        #expect(found["intervals"] == [:])
        let dear = try json(csv, ["--cost", "fp=5,fn=100,review=200", "--bootstrap", "0"])
        #expect(dear["operating_point"]?["with_review"]?["review"] == 0)
    }

    @Test func `costs that cannot be meant are refused`() {
        let csv = "y_true,score\n1,0.9\n0,0.1\n"
        for cost in ["fp=5", "fp=5,fn=x", "fp=5,fn=2,foo=1", "fp=1,fn=1,fp=2", "fp=1,fn=1,accuracy=0.5", ""] {
            #expect(run(csv, ["--cost", cost]).exitCode == 64, "\(cost)")
        }
        #expect(run("y_true,y_pred\n1,1\n0,0\n", ["--cost", "fp=1,fn=1"]).exitCode == 64)
    }

    @Test func `many classes come with averages, areas and a member for each class`() throws {
        let csv = """
            y_true,p_ant,p_bee,p_cat
            ant,0.7,0.2,0.1
            bee,0.1,0.6,0.3
            cat,0.2,0.2,0.6
            ant,0.3,0.4,0.3
            bee,0.2,0.5,0.3
            cat,0.5,0.1,0.4

            """
        let found = try json(csv)
        #expect(found["task"] == "multiclass" && found["classes"] == ["ant", "bee", "cat"])
        #expect(found["accuracy"] == .number(4.0 / 6))
        // Of the fourth row's equals the later class counts first, as in scikit-learn.
        #expect(found["top_k_accuracy"] == .number(5.0 / 6))
        #expect(found["roc_auc_ovr"]?.number != nil && found["f1_macro"]?.number != nil)
        #expect(found["by_class"]?["bee"]?["recall"] == 1)
        let notSummed = run(csv + "cat,0.5,0.5,0.5\n")
        #expect(notSummed.exitCode == 0 && notSummed.complaints.contains("1 rows do not sum to 1"))
        #expect(run(csv + "dog,0.5,0.3,0.2\n").complaints.contains("class \"dog\" has no column"))
    }

    @Test func `numbers are judged by regression metrics and rankings by gains`() throws {
        let numbers = try json("y_true,y_pred\n1.5,1\n2,2.5\n3,3\n")
        #expect(numbers["task"] == "regression" && numbers["mean_absolute_error"] == .number(1.0 / 3))
        #expect(numbers["median_absolute_error"] == 0.5 && numbers["max_error"] == 0.5)
        #expect(try json("y_true,y_pred\n1,1\n2,3\n", ["--task", "regression"])["r2"] == -1)
        let ranks = try json("y_true,score,query\n3,0.9,a\n0,0.1,a\n2,0.5,b\n1,0.7,b\n")
        #expect(ranks["task"] == "ranking" && ranks["queries"] == 2 && ranks["ndcg"]?.number ?? 0 > 0.9)
    }

    @Test func `bad rows and missing columns are named`() {
        #expect(
            run("y_true,p_a,p_b\na,1.5,0.1\n").complaints.contains("line 2, column p_a: a probability lies in 0 … 1"))
        #expect(run("y_true,y_pred,weight\n1,1,-1\n").complaints.contains("a weight is at least 0"))
        #expect(run("y_true,other\n1,1\n").complaints.contains("nothing is predicted"))
        #expect(run("y_true,y_pred\n").exitCode == 65 && run("").exitCode == 65)
        #expect(run("y_true,score\na,1\nb,2\nc,3\n").complaints.contains("--positive"))
        #expect(run("y_true,score\na,1\nb,2\nc,3\n", ["--positive", "b"]).exitCode == 0)
        #expect(run("y_true,y_pred\n1,1\n0,0\n", ["--bootstrap", "5"]).exitCode == 64)
    }

    @Test func `curves at every score go to a file and their corners to the picture`() throws {
        let outcome = run(Self.scored(300, seed: 5), ["--curves", "c.csv", "--chart", "c.vl.json", "--bootstrap", "0"])
        let curves = try #require(outcome.files["c.csv"])
        #expect(curves.split(separator: "\n").count == 301)
        #expect(curves.hasPrefix("threshold,true_positives,"))
        #expect(outcome.files["c.vl.json"]?.contains("true_positive_rate") == true)
        let table = run(Self.scored(300, seed: 5), ["--output", "m.csv", "--bootstrap", "0"]).files["m.csv"]
        #expect(table?.hasPrefix("metric,value,lower,upper,interval,reason\naccuracy,") == true)
    }
}
