import TandemModeling
import TandemNumerics
import TandemStatistics
import TandemTabular
import Testing

@Suite struct RealDataTests {
    /// A random 70 % to learn from, the rest to judge by.
    private func split(_ count: Int, seed: UInt64) -> (training: [Int], test: [Int]) {
        var random = SplitMix64(seed: seed)
        let order = random.permutation(count)
        return (Array(order.prefix(count * 7 / 10)), Array(order.dropFirst(count * 7 / 10)))
    }

    private func judge(
        _ model: ModelArtifact, _ frame: Frame, _ labels: [String]
    ) throws -> (auc: Double, accuracy: Double) {
        let scores = model.scores(frame).column(1)
        let positive = labels.map { $0 == model.classes[1] }
        let auc = try #require(try RankingMetrics.rocAUC(scores: scores, positive: positive))
        let right = zip(scores, positive).count { ($0 > 0.5) == $1 }
        return (auc, Double(right) / Double(labels.count))
    }

    @Test(.enabled(if: SharedData.phishing != nil, "the phishing data are not beside the repository"))
    func `phishing websites are told apart`() throws {
        let raw = try SharedData.rows(try #require(SharedData.phishing), .csv)
        let names = raw[0].values.keys.filter { $0 != "is_phishing" }.sorted()
        #expect(names.count == 9)
        let schema = try Schema(names.map { Column($0, .number) } + [Column("is_phishing", .category, role: .target)])
        let frame = try Frame(schema: schema, rows: raw.map(\.values))
        let labels = raw.map { $0.values["is_phishing"]?.string == "1" ? "phishing" : "safe" }
        // About half the rows repeat another's signs: rows that look alike fall on the same side.
        let looks = raw.map { row in names.map { row.values[$0]?.string ?? "" }.joined(separator: " ") }
        let distinct = Set(looks).sorted()
        let chosen = Set(split(distinct.count, seed: 1).training.map { distinct[$0] })
        let training = looks.indices.filter { chosen.contains(looks[$0]) }
        let test = looks.indices.filter { !chosen.contains(looks[$0]) }
        #expect(test.count > 250)
        let set = try TrainingSet(
            frame: frame.rows(at: training), labels: training.map { labels[$0] }, classes: ["safe", "phishing"])
        let truth = test.map { labels[$0] }
        let linear = try judge(LogisticRegression().fit(set, seed: 1), frame.rows(at: test), truth)
        let boosted = try judge(GradientBoosting().fit(set, seed: 1), frame.rows(at: test), truth)
        print(
            "phishing: linear AUC \(linear.auc), accuracy \(linear.accuracy); boosted \(boosted.auc), \(boosted.accuracy)"
        )
        #expect(linear.auc > 0.9 && boosted.auc > 0.93)
        #expect(linear.accuracy > 0.82 && boosted.accuracy > 0.85)
    }

    @Test(.enabled(if: SharedData.messages != nil, "the SMS data are not beside the repository"))
    func `spam messages are told apart by their words`() throws {
        let raw = try SharedData.rows(try #require(SharedData.messages), .tsv)
        #expect(raw.count == 5_574)
        let schema = try Schema([Column("SMS", .text)])
        let frame = try Frame(schema: schema, rows: raw.map(\.values))
        let labels = raw.map { $0.values["Label"]?.string ?? "" }
        let (training, test) = split(frame.rowCount, seed: 1)
        let set = try TrainingSet(
            frame: frame.rows(at: training), labels: training.map { labels[$0] }, classes: ["ham", "spam"])
        let model = try LogisticRegression(inversePenalty: 10, classWeights: .balanced).fit(set, seed: 1)
        let judged = try judge(model, frame.rows(at: test), test.map { labels[$0] })
        print("SMS spam: \(model.encoder.width) terms, AUC \(judged.auc), accuracy \(judged.accuracy)")
        #expect(judged.auc > 0.98)
        #expect(judged.accuracy > 0.97)
    }
}
