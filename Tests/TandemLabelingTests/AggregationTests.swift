import TandemStatistics
import Testing

@testable import TandemLabeling

/// What scripts/reference/labeling.py writes (crowd-kit 1.4.2, krippendorff 0.9.0).
private struct Golden: Decodable {
    struct Case: Decodable {
        let labels: Int
        let votes: [[String]]
        let posterior: [[Double]]
        let skills: [String: Double]
        let alpha: Double

        func table() throws -> VoteTable {
            try VoteTable(
                votes.map { Vote(item: $0[0], worker: $0[1], label: Int($0[2]) ?? -1) }, labelCount: labels)
        }
    }

    struct Example: Decodable {
        let grid: [[Int?]]
        let alpha: Double
    }

    let cases: [Case]
    let example: Example
}

@Suite struct AggregationTests {
    private let golden: Golden

    init() throws { golden = try fixture("labeling") }

    @Test func `one-coin Dawid–Skene without pseudo-answers agrees with crowd-kit`() throws {
        for one in golden.cases {
            let table = try one.table()
            let method = OneCoinDawidSkene(iterations: 20_000, tolerance: 1e-15, pseudoRight: 0, pseudoWrong: 0)
            let fit = method.fit(table)
            for (worker, skill) in one.skills {
                #expect(abs(try #require(fit.workerAccuracy[worker]) - skill) < 1e-6)
            }
            for (item, consensus) in fit.consensus(of: table).enumerated() {
                let expected = one.posterior[try #require(Int(table.items[item].dropFirst()))]
                for (ours, theirs) in zip(consensus.posterior, expected) { #expect(abs(ours - theirs) < 1e-6) }
            }
        }
    }

    @Test func `Krippendorff's alpha agrees with the krippendorff package`() throws {
        for one in golden.cases {
            let ours = try #require(KrippendorffAlpha.nominal(try one.table()))
            #expect(agree(ours, one.alpha, to: 1e-12))
        }
        var votes: [Vote] = []
        for (worker, row) in golden.example.grid.enumerated() {
            for (item, label) in row.enumerated() {
                if let label { votes.append(Vote(item: "\(item)", worker: "\(worker)", label: label)) }
            }
        }
        let ours = try #require(KrippendorffAlpha.nominal(try VoteTable(votes, labelCount: 5)))
        #expect(agree(ours, golden.example.alpha, to: 1e-12))
    }

    @Test func `alpha is undefined without pairs or with a single label`() throws {
        let lonely = try VoteTable([Vote(item: "a", worker: "x", label: 0)], labelCount: 2)
        #expect(KrippendorffAlpha.nominal(lonely) == nil)
        let same = ["x", "y"].map { Vote(item: "a", worker: $0, label: 0) }
        #expect(KrippendorffAlpha.nominal(try VoteTable(same, labelCount: 2)) == nil)
    }

    @Test func `a later vote of the same worker replaces the earlier one`() throws {
        let votes = [0, 1].map { Vote(item: "a", worker: "x", label: $0) }
        let table = try VoteTable(votes, labelCount: 2)
        #expect(table.voteCount == 1 && table.counts(on: 0) == [0, 1])
    }

    @Test func `majority before any fit gives smoothed shares`() {
        let fit = MajorityVote().unfitted(labelCount: 2)
        let consensus = fit.consensus(of: ["a", "b", "c"].map { ItemVote(worker: $0, label: 1) })
        #expect(agree(consensus.posterior[1], 0.8, to: 1e-12))
        #expect(fit.consensus(of: [ItemVote(worker: "a", label: 0), ItemVote(worker: "b", label: 1)]).isTie)
    }

    @Test func `majority keeps its winner although a trusted minority lowers the posterior`() throws {
        let fit = MajorityVote.Fit(
            labelCount: 2, smoothing: 1, prior: [0.5, 0.5], workerAccuracy: ["good": 0.99, "poor": 0.55, "weak": 0.6])
        let votes = [("good", 0), ("poor", 1), ("weak", 1)].map { ItemVote(worker: $0.0, label: $0.1) }
        let consensus = fit.consensus(of: votes)
        #expect(consensus.label == 1 && !consensus.isTie)
        // 0.99·0.45·0.4 against 0.01·0.55·0.6.
        #expect(agree(try #require(consensus.confidence), 0.0033 / (0.0033 + 0.1782), to: 1e-9))
    }

    @Test func `the estimated accuracy is near the true one`() throws {
        let skills = [0.9, 0.8, 0.85, 0.8, 0.9]
        let (votes, truth) = team(items: 500, skills: skills, labels: 2, seed: 8)
        let table = try VoteTable(votes, labelCount: 2)
        let real = Double(votes.count { truth[$0.item] == $0.label }) / Double(votes.count)
        let estimated = try #require(OneCoinDawidSkene().fit(table).estimatedAccuracy(of: table))
        #expect(abs(estimated - real) < 0.01)
    }

    @Test func `a fit survives being stored in parts`() throws {
        let (votes, _) = team(items: 30, skills: [0.9, 0.7], labels: 2, seed: 5)
        let table = try VoteTable(votes, labelCount: 2)
        let coin = OneCoinDawidSkene().fit(table)
        #expect(
            OneCoinDawidSkene.Fit(labelCount: 2, prior: coin.prior, workerAccuracy: coin.workerAccuracy) == coin)
        let majority = MajorityVote().fit(table)
        #expect(
            MajorityVote.Fit(
                labelCount: 2, smoothing: 1, prior: majority.prior, workerAccuracy: majority.workerAccuracy)
                == majority)
    }
}
