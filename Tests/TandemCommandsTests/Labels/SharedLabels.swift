import Foundation

/// Real label sets that lie beside the repository; tests that need them are skipped where they are absent.
enum SharedLabels {
    /// A file of the shared data folder, or nil when it is not there.
    static func text(_ name: String) -> String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["TANDEM_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
        return try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    static let rte = text("crowd-rte/rte_crowd.txt")
    static let digits = text("label-errors-mnist/pred_probs.csv")
    static let digitVerdicts = text("label-errors-mnist/mturk.json")
    static let emotions = text("crowd-emotion-numeric/answer.csv")
    static let emotionTruth = text("crowd-emotion-numeric/truth.csv")
}
