import Foundation
import TandemTabular

/// Real data sets that lie beside the repository; tests that need them are skipped where they are absent.
enum SharedData {
    /// Path of a file in the shared data folder, or nil when it is not there.
    static func path(_ name: String) -> URL? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["TANDEM_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
        let file = folder.appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }

    static let phishing = path("phishing-river/phishing.csv")
    static let messages = path("text-sms-spam/SMSSpamCollection.tsv")

    static func rows(_ file: URL, _ format: CSVFormat) throws -> [RawRow] {
        var reader = CSVReader(format: format)
        return try reader.readAll([UInt8](Data(contentsOf: file))).rows
    }
}
