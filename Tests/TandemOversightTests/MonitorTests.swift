import Foundation
import TandemLedger
import TandemNumerics
import TandemOversight
import TandemTabular
import Testing

struct MonitorTests {
    private static let now = Instant(milliseconds: 0)

    private static func certificate() -> Certificate {
        func label(_ name: String, _ threshold: Double?) -> CertificateDetails.Label {
            CertificateDetails.Label(
                label: name, maxError: 0.05, threshold: threshold, candidates: 100, accepted: 90, errors: 0,
                bound: 0.05,
                missingItems: nil, missingItemsAtPresentRate: nil, missedBound: 0.1, truths: 100)
        }
        return Certificate(
            id: CertificateID(rawValue: "crt_1"), workspace: WorkspaceID(rawValue: "wsp_1"),
            project: ProjectID(rawValue: "prj_1"), subject: .live(ModelID(rawValue: "mdl_1")), binding: "", attempt: 1,
            state: .valid, maxError: 0.05, confidence: 0.95,
            details: CertificateDetails(
                labels: [label("no", 0.9), label("yes", nil)], items: 200, delta: 0.05, coverage: 0.5, labelNoise: nil,
                parts: [:], sources: "any", noveltyBlob: nil),
            issuedBy: "acc_1", issuedAt: now)
    }

    private static func monitors(_ novelties: [Double]) throws -> [Monitor] {
        try #require(Monitor.beginning(with: certificate(), novelties: novelties, seed: 7))
    }

    @Test func `a certificate is watched by one monitor of inputs and one for each certified label`() throws {
        let monitors = try Self.monitors((0..<40).map(Double.init))
        #expect(monitors.map(\.name) == ["population", "errors:no"])
        #expect(monitors.allSatisfy { $0.evidence == 1 && $0.seen == 0 && $0.certificate == Self.certificate().id })
        #expect(Monitor.beginning(with: Self.certificate(), novelties: [1, 2, 3], seed: 7) == nil)
    }

    @Test func `errors beyond the promise fire, errors within it rarely ever do`() throws {
        let fresh = try Self.monitors((0..<40).map(Double.init))[1]
        func fires(rate: Double, seed: UInt64) throws -> Int? {
            var (monitor, random) = (fresh, SplitMix64(seed: seed))
            for count in 1...1000 where try monitor.observe(isError: random.uniform() < rate, at: Self.now) {
                return count
            }
            return nil
        }
        let late = try (0..<20).map { try fires(rate: 0.25, seed: $0) ?? 9999 }
        #expect(late.allSatisfy { $0 <= 200 }, "\(late)")
        let falsely = try (0..<200).count { try fires(rate: 0.05, seed: UInt64(1000 + $0)) != nil }
        #expect(falsely <= 6, "α = 0.01: \(falsely) of 200")
    }

    @Test func `a monitor that fired stays as it is`() throws {
        var monitor = try Self.monitors((0..<40).map(Double.init))[1]
        while try !monitor.observe(isError: true, at: Self.now) {}
        let fired = monitor
        #expect(try monitor.observe(isError: true, at: Self.now.adding(seconds: 5)) == false)
        #expect(monitor == fired && fired.effect == 1 && fired.evidence >= fired.threshold)
    }

    @Test func `a stored monitor goes on where it stopped`() throws {
        let novelties = (0..<100).map { Double($0) / 100 }
        var whole = try Self.monitors(novelties)[0]
        var parts = whole
        let stream = (0..<30).map { Double($0 * 37 % 100) / 100 }
        _ = try whole.observe(novelties: stream, at: Self.now)
        for value in stream {
            _ = try parts.observe(novelties: [value], at: Self.now)
            parts.state = try JSONValue(parsing: parts.state.canonicalString)
        }
        #expect(parts == whole && whole.seen == 30)
    }

    @Test func `the novelty of an item does not depend on whether it is in the reference itself`() throws {
        let schema = try Schema([Column("a", .category), Column("b", .number), Column("c", .text)])
        let items: [[String: JSONValue]] = (0..<50).map {
            ["a": .string("k\($0 % 5)"), "b": .number(Double($0 % 7)), "c": .string("word\($0 % 3) same")]
        }
        let whole = NoveltyReference(schema: schema, reference: items)
        let without = NoveltyReference(schema: schema, reference: items.filter { $0 != items[4] })
        #expect(abs(whole.score(of: items[4]) - without.score(of: items[4])) < 1e-6)
        let strange: [String: JSONValue] = ["a": "new", "b": 900, "c": "nothing alike"]
        #expect(whole.score(of: strange) == 1)
        #expect(items.allSatisfy { whole.score(of: $0) < 0.6 })
        #expect(whole.score(of: [:]) == 1, "a case without any value is like no other")
        #expect(try NoveltyReference(json: JSONValue(parsing: whole.json.canonicalString)) == whole)
    }
}
