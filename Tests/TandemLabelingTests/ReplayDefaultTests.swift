import Foundation
import TandemNumerics
import TandemStatistics
import TandemTabular
import Testing

@testable import TandemLabeling

/// The claim on which the default stands, on real data with annotators who err.
@Suite struct ReplayDefaultTests {
    private struct Source: Sendable {
        let path: String
        let target: String
        var format = CSVFormat.csv
        var classes = 100
        var rows = 2_000
        var penalty = 1.0
    }

    private static let sources = [
        Source(path: "phishing-river/phishing.csv", target: "is_phishing"),
        Source(path: "german-credit/germancredit.csv", target: "creditability"),
        Source(path: "lead-bank-marketing/bank-additional.csv", target: "y", format: .semicolons),
        Source(path: "text-sms-spam/SMSSpamCollection.tsv", target: "Label", format: .tsv, penalty: 10),
        Source(path: "text-banking77/train.csv", target: "category", classes: 6, penalty: 10),
    ]

    /// The first rows of a file whose class is among its first classes; nil where the folder is absent.
    private static func data(_ source: Source) throws -> ReplayData? {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let named = ProcessInfo.processInfo.environment["TANDEM_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        let file = (named ?? root.appendingPathComponent("shared/data")).appendingPathComponent(source.path)
        guard let bytes = try? Data(contentsOf: file) else {
            print("skipped: there is no \(source.path) under ../shared/data")
            return nil
        }
        var reader = CSVReader(format: source.format)
        let rows = try reader.readAll([UInt8](bytes)).rows
        var classes: [String] = []
        var labels: [Int] = []
        var kept: [[String: JSONValue]] = []
        for row in rows where kept.count < source.rows {
            guard let name = row.values[source.target]?.string else { continue }
            if !classes.contains(name), classes.count < source.classes { classes.append(name) }
            guard let label = classes.firstIndex(of: name) else { continue }
            labels.append(label)
            kept.append(row.values.filter { $0.key != source.target })
        }
        let names = Set(kept.flatMap(\.keys)).sorted()
        let columns = names.map { name -> Column in
            let values = kept.compactMap { $0[name]?.string }
            if values.allSatisfy({ Double($0) != nil }) { return Column(name, .number) }
            return Column(name, Set(values).count > 100 ? .text : .category)
        }
        var random = SplitMix64(seed: 4)
        let order = random.permutation(kept.count)
        return try ReplayData(
            frame: Frame(schema: Schema(columns), rows: kept), labels: labels, classes: classes,
            pool: Array(order.dropFirst(kept.count / 3)), test: Array(order.prefix(kept.count / 3)))
    }

    @Test
    func `the default is not below random choice on the given sets when annotators err`()
        throws
    {
        var advantages: [Double] = []
        for source in Self.sources {
            guard let data = try Self.data(source) else { continue }
            var plan = ReplayPlan()
            (plan.batch, plan.rounds, plan.repetitions, plan.annotatorAccuracy) = (10, 15, 8, 0.8)
            plan.inversePenalty = source.penalty
            let replay = try Replay(data, plan: plan)
            let curves = try replay.curves([QueryStrategies.standard, RandomQuery()], threads: 2)
            let summary = CurveSummary(
                strategy: "default", curves: curves[0], random: curves[1], goal: replay.goal, seed: 1)
            let advantage = try #require(summary.advantage)
            #expect(advantage.upper >= 0, "\(source.path): \(advantage)")
            advantages.append(advantage.value)
        }
        guard !advantages.isEmpty else { return }
        #expect(advantages.reduce(0, +) / Double(advantages.count) > 0, "\(advantages)")
    }
}
