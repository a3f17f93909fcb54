import Foundation
import TandemLabeling
import TandemTabular
import Testing

private struct SpamFixture: Decodable {
    struct Comparison: Decodable {
        let functions: [String]
        let snorkel: Double
        let majority: Double
    }
    struct YouTube: Decodable {
        let rows: Int
        let votes: [String: Int]
        let right: [String: Int]
        let tutorial: Comparison
        let extended: Comparison
        let subsets: [Comparison]
    }
    let youtube: YouTube
}

/// YouTube comments of Snorkel's tutorial; skipped with a message where the data are not there.
@Suite struct SpamTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../../shared/data/weak-youtube-spam-train").standardized

    private struct Comments {
        var texts: [String] = []
        var truth: [Int] = []
    }

    private func comments() throws -> Comments? {
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) ?? []).filter {
            $0.hasSuffix(".csv")
        }
        guard !files.isEmpty else {
            print("skipped: no weak-youtube-spam-train beside the repository (../shared/data)")
            return nil
        }
        var comments = Comments()
        for file in files.sorted() {
            let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(file))
            let table = try bytes.withUnsafeBytes { raw in
                try Table(reading: raw.bindMemory(to: UInt8.self), format: .csv) { _ in
                    [.texts("CONTENT"), .numbers("CLASS")]
                }
            }
            comments.texts += table.texts("CONTENT")
            comments.truth += table.numbers("CLASS").map { Int($0) }
        }
        return comments
    }

    private func votes(_ comments: Comments) throws -> FunctionVotes {
        try LabelingRun(SpamFunctions.all(), threads: 2).votes(rowCount: comments.texts.count, labels: ["0", "1"]) {
            name, _ in
            name == "CONTENT" ? .texts(comments.texts) : nil
        }
    }

    private func pick(_ names: [String], of votes: FunctionVotes) throws -> FunctionVotes {
        let places = try names.map { try #require(votes.functions.firstIndex(of: $0)) }
        return try FunctionVotes(functions: names, labels: votes.labels, columns: places.map { votes.columns[$0] })
    }

    @Test func `functions without code vote as the tutorial's Python functions vote`() throws {
        guard let comments = try comments() else { return }
        let youtube = try fixture("weaksupervision", as: SpamFixture.self).youtube
        let votes = try votes(comments)
        #expect(comments.texts.count == youtube.rows)
        for (name, column) in zip(votes.functions, votes.columns) {
            #expect(column.count { $0 >= 0 } == youtube.votes[name], "\(name)")
            #expect(column.indices.count { Int(column[$0]) == comments.truth[$0] } == youtube.right[name], "\(name)")
        }
    }

    @Test func `on the tutorial's comments labels are right at least as often as Snorkel's`() throws {
        guard let comments = try comments() else { return }
        let youtube = try fixture("weaksupervision", as: SpamFixture.self).youtube
        let votes = try votes(comments)
        for comparison in [youtube.tutorial, youtube.extended] {
            let labels = try WeakSupervision().labels(of: pick(comparison.functions, of: votes))
            let ours = accuracy(labels, comments.truth)
            print(
                "YouTube, \(comparison.functions.count) functions: \(ours), Snorkel \(comparison.snorkel), majority \(comparison.majority)"
            )
            #expect(ours >= comparison.snorkel, "\(ours) against \(comparison.snorkel)")
        }
    }

    @Test func `with forty other choices of functions they are, on average, and never fall far below the majority`()
        throws
    {
        guard let comments = try comments() else { return }
        let youtube = try fixture("weaksupervision", as: SpamFixture.self).youtube
        let votes = try votes(comments)
        var ours = 0.0
        var worst = 0.0
        for comparison in youtube.subsets {
            let mine = accuracy(try WeakSupervision().labels(of: pick(comparison.functions, of: votes)), comments.truth)
            ours += mine
            worst = min(worst, mine - comparison.majority)
        }
        let count = Double(youtube.subsets.count)
        let snorkel = youtube.subsets.reduce(0) { $0 + $1.snorkel } / count
        let majority = youtube.subsets.reduce(0) { $0 + $1.majority } / count
        print(
            "YouTube, 40 choices: ours \(ours / count), Snorkel \(snorkel), majority \(majority), worst below majority \(worst)"
        )
        #expect(ours / count > snorkel && ours / count > majority - 0.005 && worst > -0.06)
    }
}
