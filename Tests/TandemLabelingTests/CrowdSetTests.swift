import Foundation
import Testing

@testable import TandemLabeling

/// The crowd sets of the shared data folder beside the repository; absent elsewhere.
struct CrowdSet {
    let votes: VoteTable
    let truth: [String: Int]
    let gold: [String: Int]

    static var folder: URL? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        return ["../shared/data", "../../shared/data"].map { root.appendingPathComponent($0).standardizedFileURL }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    init(_ name: String, in folder: URL) throws {
        func rows(_ file: String) throws -> [[String]] {
            let text = try String(contentsOf: folder.appendingPathComponent("crowd-\(name)/\(file)"), encoding: .utf8)
            return text.split(whereSeparator: \.isNewline).map { $0.split(separator: "\t").map(String.init) }
        }
        let isTweets = name == "tweet-sentiment"
        let votes = try rows(isTweets ? "labels.txt" : "\(name)_crowd.txt")
        let labels = Set(votes.map { $0[2] }).sorted()
        func code(_ label: String) -> Int { labels.firstIndex(of: label) ?? -1 }
        let (item, worker) = isTweets ? (1, 0) : (0, 1)
        self.votes = try VoteTable(
            votes.map { Vote(item: $0[item], worker: $0[worker], label: code($0[2])) }, labelCount: labels.count)
        truth = Dictionary(
            try rows(isTweets ? "evaluation.txt" : "\(name)_truth.txt").map { ($0[0], code($0[1])) },
            uniquingKeysWith: { first, _ in first })
        gold =
            isTweets
            ? Dictionary(
                try rows("gold-30items.txt").map { ($0[0], code($0[1])) }, uniquingKeysWith: { first, _ in first })
            : [:]
    }

    func accuracy(_ posteriors: [Double]) -> Double {
        let labels = VoteShares.winners(posteriors, labels: votes.labelCount)
        let right = zip(votes.items, labels).count { truth[$0] == Int($1) }
        return Double(right) / Double(truth.count)
    }
}

@Suite struct CrowdSetTests {
    @Test(
        .enabled(if: CrowdSet.folder != nil, "the folder of shared data is not beside the repository"),
        arguments: ["bluebird", "rte", "dog", "tweet-sentiment"])
    func `every method is at least as accurate as crowd-kit's`(name: String) throws {
        let golden: AggregationGolden = try fixture("aggregation")
        let bars = try #require(golden.accuracies[name])
        let set = try CrowdSet(name, in: try #require(CrowdSet.folder))
        for method in Aggregators.all {
            let method2 = type(of: method).name
            let ours = set.accuracy(method.judged(set.votes).posteriors)
            let bar = try #require(bars[method2])
            #expect(ours >= bar - 1e-12, "\(name), \(method2): \(ours) against \(bar)")
        }
        let choice = AutomaticChoice(set.votes)
        let best = bars.values.max() ?? 1
        let chosen = set.accuracy(choice.aggregator().judged(set.votes).posteriors)
        #expect(chosen >= best - 0.005, "\(name): auto takes \(choice.name), \(chosen) against \(best)")
    }

    @Test(.enabled(if: CrowdSet.folder != nil, "the folder of shared data is not beside the repository"))
    func `asking only while in doubt saves votes on real crowds and keeps accuracy`() throws {
        let set = try CrowdSet("rte", in: try #require(CrowdSet.folder))
        let course = OverlapReplay(stopAt: 0.99).run(set.votes, by: OneCoinDawidSkene(), threads: 2)
        let right = zip(set.votes.items, course.labels).count { set.truth[$0] == Int($1) }
        let used = course.used.reduce(0, +)
        #expect(used < set.votes.voteCount * 3 / 4, "\(used) of \(set.votes.voteCount)")
        #expect(Double(right) / 800 > 0.9, "\(right) of 800")
    }
}
