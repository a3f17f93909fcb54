import TandemCommands
import TandemNumerics
import TandemTabular
import Testing

@Suite struct CalibrateCommandTests {
    /// Scores three times as sure as they may be.
    private func bold(_ n: Int, seed: UInt64 = 1) -> String {
        var random = SplitMix64(seed: seed)
        var csv = "id,y_true,score\n"
        for row in 0..<n {
            let margin = random.normal() * 1.2
            let truth = random.uniform() < 1 / (1 + exponential(-margin))
            csv += "\(row),\(truth ? "yes" : "no"),\(1 / (1 + exponential(-3 * margin)))\n"
        }
        return csv
    }

    private func exponential(_ x: Double) -> Double {
        // e = Σ 1/k!, good enough for a planted truth.
        var (sum, term) = (1.0, 1.0)
        for k in 1..<60 {
            term *= x / Double(k)
            sum += term
        }
        return max(sum, 1e-12)
    }

    @Test func `overconfident scores become honest on rows the calibrator has not seen`() throws {
        let outcome = Desk.memory(files: ["p.csv": bold(2_000)]).run(CalibrateCommand.self, ["p.csv"])
        let found = try JSONValue(parsing: outcome.output)
        let before = try #require(found["before"]?["ece_equal_mass"]?.number)
        let after = try #require(found["after"]?["ece_equal_mass"]?.number)
        #expect(before > 0.1 && after < 0.05)
        #expect(found["chosen_by"]?.string?.contains("held-out") == true)
        #expect(found["held_out_log_loss"]?.object?.count == 6)
        let parts = try #require(found["after"]?["brier_decomposition"])
        func part(_ name: String) -> Double { parts[name]?.number ?? .nan }
        let sum =
            part("reliability") - part("resolution") + part("uncertainty") + part("within_variance")
            - part("within_covariance")
        #expect(abs(sum - part("score")) < 1e-12)
        #expect(found["rows"]?.array?.count == 2_000 && found["rows"]?[0]?["id"] == "0")
    }

    @Test func `another file gets the probabilities of the calibrator that was fitted`() throws {
        let files = ["p.csv": bold(500), "q.csv": "id,score\nx,0.99\ny,0.5\nz,0.01\n"]
        let outcome = Desk.memory(files: files).run(
            CalibrateCommand.self, ["p.csv", "--method", "temperature", "--apply", "q.csv", "--output", "r.csv"])
        #expect(outcome.exitCode == 0, "\(outcome.complaints)")
        let lines = try #require(outcome.files["r.csv"]).split(separator: "\n")
        #expect(lines.count == 4 && lines[0] == "id,p_no,p_yes" && lines[2].hasPrefix("y,0.5,0.5"))
        let high = try #require(lines[1].split(separator: ",").last.flatMap { Double($0) })
        #expect(high < 0.95 && high > 0.6)
    }

    @Test func `several classes are calibrated each by itself or together, at any number of threads alike`() throws {
        var random = SplitMix64(seed: 3)
        var csv = "y_true,p_a,p_b,p_c\n"
        for _ in 0..<300 {
            let truth = random.below(3)
            var parts = (0..<3).map { ($0 == truth ? 4.0 : 1.0) * random.uniform() + 0.01 }.map { $0 * $0 }
            let sum = parts.reduce(0, +)
            parts = parts.map { $0 / sum }
            csv += "\(["a", "b", "c"][truth]),\(parts[0]),\(parts[1]),\(parts[2])\n"
        }
        let desk = { Desk.memory(files: ["p.csv": csv]) }
        let one = desk().run(CalibrateCommand.self, ["p.csv", "--threads", "1"])
        let three = desk().run(CalibrateCommand.self, ["p.csv", "--threads", "3"])
        #expect(one.exitCode == 0 && one.output == three.output)
        let found = try JSONValue(parsing: one.output)
        #expect(found["after"]?["ece_by_class"]?.object?.count == 3)
        #expect((found["after"]?["log_loss"]?.number ?? 9) <= (found["before"]?["log_loss"]?.number ?? 0))
    }

    @Test func `weights are not used, and that is said`() {
        let csv = "y_true,score,weight\n" + (0..<20).map { "\($0 % 2),0.\($0 % 7 + 1),2\n" }.joined()
        let outcome = Desk.memory(files: ["p.csv": csv]).run(CalibrateCommand.self, ["p.csv"])
        #expect(outcome.exitCode == 0 && outcome.complaints.contains("column weight is not used"))
    }

    @Test func `what cannot be calibrated is refused with a reason`() {
        func complaints(_ csv: String, _ arguments: [String] = []) -> String {
            let outcome = Desk.memory(files: ["p.csv": csv]).run(CalibrateCommand.self, ["p.csv"] + arguments)
            #expect(outcome.exitCode != 0)
            return outcome.complaints
        }
        #expect(complaints("y_true,score\nx,0.5\nx,0.6\n").contains("one class alone"))
        #expect(complaints("y_true,score\n1,0.5\n0,0.6\n").contains("too few"))
        #expect(complaints("y_true,y_pred\n1,1\n").contains("a column score or a column p_<class>"))
        #expect(complaints("y_true,p_a,p_b\na,2,0\n").contains("a probability lies in 0 … 1"))
        #expect(complaints("y_true,p_a,p_b\na,1,0\nb,0,1\nc,0,1\n").contains("3 classes need"))
        #expect(complaints("y_true,score\n1,0.5\n", ["--method", "magic"]).contains("magic"))
        let separable = "y_true,score\n" + (0..<20).map { "\($0 % 2),\($0 % 2 == 0 ? 0.1 : 0.9)\n" }.joined()
        #expect(complaints(separable, ["--method", "temperature"]).contains("cannot be fitted"))
    }
}
