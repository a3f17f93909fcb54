import Foundation
import TandemLedger
import TandemNumerics
import TandemOversight
import TandemTabular
import Testing

/// The population monitor on the demo's real websites, with the demo's held-back pattern.
struct PhishingDriftTests {
    private static let file: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folder = environment["TANDEM_SHARED_DATA"] ?? "../shared/data"
        let path = folder + "/phishing-river/phishing.csv"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    private struct Rows {
        var usual: [[String: JSONValue]] = []
        var pattern: [[String: JSONValue]] = []
        let schema: Schema

        /// The pattern: a valid certificate for https, and a form handler that is empty.
        init(_ path: String) throws {
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            let names = lines[0].split(separator: ",").dropLast().map(String.init)
            schema = try Schema(names.map { Column($0, .category) })
            for line in lines.dropFirst() {
                let fields = line.split(separator: ",").map(String.init)
                let row = Dictionary(uniqueKeysWithValues: zip(names, fields.map(JSONValue.string)))
                let isPattern = Double(fields[2]) == 1 && Double(fields[0]) == 0
                if isPattern { pattern.append(row) } else { usual.append(row) }
            }
        }
    }

    @Test(.enabled(if: file != nil, "needs ../shared/data/phishing-river"))
    func `the held-back pattern fires within sixty of its cases, the usual stream does not`() throws {
        let rows = try Rows(try #require(Self.file))
        var delays: [Int] = []
        var falsely = 0
        for seed in 0..<20 {
            var random = SplitMix64(seed: UInt64(seed))
            let usual = rows.usual.shuffled(using: &random)
            let reference = NoveltyReference(schema: rows.schema, reference: Array(usual[..<300]))
            var monitor = try #require(
                Monitor.beginning(
                    with: MonitorFixture.certificate, novelties: usual[300..<500].map { reference.score(of: $0) },
                    seed: UInt64(seed)))[0]
            let now = Instant(milliseconds: 0)
            if try monitor.observe(novelties: usual[500..<700].map { reference.score(of: $0) }, at: now) != nil {
                falsely += 1
                continue
            }
            let strange = rows.pattern.shuffled(using: &random).prefix(150).map { reference.score(of: $0) }
            delays.append((try monitor.observe(novelties: Array(strange), at: now) ?? 9998) + 1)
        }
        #expect(rows.pattern.count > 60, "\(rows.pattern.count)")
        #expect(falsely <= 1, "α = 0.01: \(falsely) of 20")
        #expect(delays.allSatisfy { $0 <= 60 }, "\(delays)")
    }
}

enum MonitorFixture {
    static let certificate = Certificate(
        id: CertificateID(rawValue: "crt_1"), workspace: WorkspaceID(rawValue: "wsp_1"),
        project: ProjectID(rawValue: "prj_1"), subject: .live(ModelID(rawValue: "mdl_1")), binding: "", attempt: 1,
        state: .valid,
        maxError: 0.05, confidence: 0.95,
        details: CertificateDetails(
            labels: [], items: 200, delta: 0.05, coverage: 0.5, labelNoise: nil, parts: [:], sources: "any",
            noveltyBlob: nil),
        issuedBy: "acc_1", issuedAt: Instant(milliseconds: 0))
}
