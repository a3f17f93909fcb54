import TandemNumerics
import Testing

@testable import TandemMonitoring

/// A detector with streams of its own: one on which nothing happens and one that is plainly changed.
private struct Kit<D: Detector>: Sendable, CustomTestStringConvertible {
    let make: @Sendable () throws -> D
    let quiet: @Sendable (inout SplitMix64) -> D.Observation
    let changed: @Sendable (inout SplitMix64) -> D.Observation

    var testDescription: String { D.name }
}

private protocol AnyKit: Sendable {
    func check() throws
}

private let certificate = Kit(
    make: { CertificateMonitor(maxError: 0.05, falseAlarm: 0.01) },
    quiet: { AuditedOutcome(isError: $0.uniform() < 0.04) }, changed: { AuditedOutcome(isError: $0.uniform() < 0.3) })
private let errorRate = Kit(
    make: { ErrorRateDetector(tolerated: 0.12, averageRunLength: 50_000) },
    quiet: { AuditedOutcome(isError: $0.uniform() < 0.1) }, changed: { AuditedOutcome(isError: $0.uniform() < 0.4) })
private let population = Kit(
    make: { try #require(PopulationMonitor(reference: normals(400, seed: 5), settings: .init(seed: 12))) },
    quiet: { $0.normal() }, changed: { $0.normal() + 2 })

/// Every detector is listed here once and keeps the port's promises.
private let kits: [any AnyKit] = [certificate, errorRate, population]

func normals(_ n: Int, mean: Double = 0, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<n).map { _ in mean + random.normal() }
}

extension Kit: AnyKit {
    func check() throws {
        try storedAndRestored()
        try firesAndStays()
        try refusesForeignState()
    }

    /// Stored after every observation and restored, a detector goes on as if nothing had happened.
    private func storedAndRestored() throws {
        var random = SplitMix64(seed: 1)
        var kept = try make()
        var restored = try make()
        for step in 1...300 {
            let observation = step < 150 ? quiet(&random) : changed(&random)
            kept.observe(observation)
            restored.observe(observation)
            restored = try #require(D(state: restored.state), "\(D.name)")
            #expect(restored == kept && kept.observations == step, "\(D.name)")
        }
    }

    private func firesAndStays() throws {
        var random = SplitMix64(seed: 2)
        var detector = try make()
        #expect(!detector.fired && detector.observations == 0 && detector.evidence <= 1 && detector.threshold > 1)
        for _ in 0..<200 { detector.observe(quiet(&random)) }
        #expect(!detector.fired, "\(D.name) calls on nothing")
        for _ in 0..<300 { detector.observe(changed(&random)) }
        #expect(detector.fired, "\(D.name) misses a plain change")
        for _ in 0..<3_000 { detector.observe(changed(&random)) }
        #expect(detector.evidence.isFinite && detector.fired)
        for _ in 0..<3_000 { detector.observe(quiet(&random)) }
        #expect(detector.evidence.isFinite && detector.fired, "\(D.name) stays")
    }

    private func refusesForeignState() throws {
        #expect(D(state: [:]) == nil)
        let state = try make().state
        for key in state.keys {
            var damaged = state
            damaged[key] = nil
            #expect(D(state: damaged) == nil, "\(D.name) without \(key)")
            damaged[key] = (state[key] ?? []).map { _ in Double.nan }
            #expect(D(state: damaged) == nil, "\(D.name) with a broken \(key)")
        }
    }
}

@Suite struct DetectorConformanceTests {
    @Test func `every detector stores and restores, calls on a plain change and stays called`() throws {
        #expect(kits.count == 3)
        for kit in kits { try kit.check() }
    }
}
