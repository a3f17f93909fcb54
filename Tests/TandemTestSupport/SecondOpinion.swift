import Foundation
import TandemTabular

/// The figures by scripts/reference/kpis.py, which shares no line with the Swift code.
public enum SecondOpinion {
    /// The value of each figure by its key, from an exported ledger.
    public static func figures(_ lines: String, project: String, labels: [String]) throws -> [String: Double?] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = folder.path + "/ledger.jsonl"
        try Data(lines.utf8).write(to: URL(fileURLWithPath: file))
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-B", root.appendingPathComponent("scripts/reference/kpis.py").path, file, project,
            labels.joined(separator: ","),
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let members = try JSONValue(parsing: output).object ?? [:]
        return members.mapValues(\.number)
    }
}
