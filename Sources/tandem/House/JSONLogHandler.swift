import Foundation
import Logging
import TandemLedger
import TandemTabular

/// One JSON object a line on standard error, for machines that collect logs.
struct JSONLogHandler: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members: [String: JSONValue] = [
            "at": .string(SystemClock().now.iso8601), "level": .string(event.level.rawValue),
            "message": .string(event.message.description),
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, new in new }) {
            members[key] = .string(value.description)
        }
        guard let line = try? JSONValue.object(members).canonicalString else { return }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
