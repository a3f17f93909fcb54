import TandemNumerics
import Testing

@testable import TandemMonitoring

/// What scripts/reference/monitoring.py writes.
struct MonitoringGolden: Decodable {
    struct Errors: Decodable {
        let tolerated: Double
        let errors: [Int]
        let weights: [Double]
        let capital: Double
        let weighted: Double
        let sum: Double
    }

    struct Stability: Decodable {
        let reference: [Double]
        let live: [Double]
        let index: Double
    }

    let errors: [Errors]
    let stability: [Stability]
}

@Suite struct ErrorMonitorTests {
    @Test func `evidence agrees with the formulas written out in Python`() throws {
        let golden: MonitoringGolden = try fixture("monitoring")
        for one in golden.errors {
            var plain = CertificateMonitor(maxError: one.tolerated, falseAlarm: 0.01)
            var weighted = plain
            var detector = ErrorRateDetector(tolerated: one.tolerated, averageRunLength: 1_000)
            for (error, weight) in zip(one.errors, one.weights) {
                plain.observe(isError: error == 1)
                weighted.observe(isError: error == 1, weight: weight)
                detector.observe(AuditedOutcome(isError: error == 1))
            }
            #expect(agree(plain.evidence, one.capital, to: 1e-9))
            #expect(agree(weighted.evidence, one.weighted, to: 1e-9))
            #expect(agree(detector.evidence, one.sum, to: 1e-9))
            #expect(plain.errors == one.errors.reduce(0, +))
        }
    }

    /// The most calls in `runs` that still fit a probability, at 99.9 %.
    func most(_ runs: Int, _ probability: Double) -> Int {
        let law = BinomialDistribution(trials: runs, probability: probability)
        return (0...runs).first { law.upperTail(from: $0 + 1) <= 0.001 } ?? runs
    }

    @Test func `at exactly the tolerated rate at most alpha of the monitors ever call`() {
        let runs = 2_000
        var calls = 0
        for run in 0..<runs {
            var random = SplitMix64(seed: 77).split(UInt64(run))
            var monitor = CertificateMonitor(maxError: 0.05, falseAlarm: 0.05)
            for _ in 0..<2_000 where !monitor.fired { monitor.observe(isError: random.uniform() < 0.05) }
            calls += monitor.fired ? 1 : 0
        }
        print("certificate monitor: false calls", calls, "of", runs)
        #expect(calls <= most(runs, 0.05))
        #expect(calls > 0)
    }

    @Test func `outcomes audited with unequal probabilities keep the promise about all decisions`() {
        // Half the traffic errs at 8 % and is always audited, half at 2 % and audited at 25 %: 5 % over all.
        let runs = 1_000
        var weightedCalls = 0
        var plainCalls = 0
        for run in 0..<runs {
            var random = SplitMix64(seed: 78).split(UInt64(run))
            var weighted = CertificateMonitor(maxError: 0.05, falseAlarm: 0.05)
            var plain = weighted
            for _ in 0..<2_000 {
                let risky = random.uniform() < 0.5
                let isError = random.uniform() < (risky ? 0.08 : 0.02)
                guard random.uniform() < (risky ? 1 : 0.25) else { continue }
                weighted.observe(isError: isError, weight: risky ? 0.25 : 1)
                plain.observe(isError: isError)
            }
            weightedCalls += weighted.fired ? 1 : 0
            plainCalls += plain.fired ? 1 : 0
        }
        #expect(weightedCalls <= most(runs, 0.05))
        #expect(plainCalls > runs / 2)
    }

    @Test(arguments: [(0.10, 550.0), (0.20, 100), (0.40, 35)])
    func `a broken promise is noticed soon`(rate: Double, limit: Double) {
        var delays: [Int] = []
        for run in 0..<200 {
            var random = SplitMix64(seed: 79).split(UInt64(run))
            var monitor = CertificateMonitor(maxError: 0.05, falseAlarm: 0.01)
            for _ in 0..<500 { monitor.observe(isError: random.uniform() < 0.03) }
            var delay = 0
            while !monitor.fired, delay < 5_000 {
                monitor.observe(isError: random.uniform() < rate)
                delay += 1
            }
            delays.append(delay)
        }
        let median = delays.sorted()[100]
        print("certificate monitor: 3 % to", rate, "noticed after a median of", median)
        #expect(Double(median) <= limit)
    }

    @Test func `ten to twenty percent is found within 250 decisions and hardly anything else in 2 million`() {
        var delays: [Int] = []
        var falseCalls = 0
        for run in 0..<400 {
            var random = SplitMix64(seed: 1).split(UInt64(run))
            var detector = ErrorRateDetector(tolerated: 0.12, averageRunLength: 50_000)
            for _ in 0..<5_000 { detector.observe(AuditedOutcome(isError: random.uniform() < 0.10)) }
            if detector.fired {
                falseCalls += 1
                continue
            }
            var delay = 0
            while !detector.fired, delay < 5_000 {
                detector.observe(AuditedOutcome(isError: random.uniform() < 0.20))
                delay += 1
            }
            delays.append(delay)
        }
        let median = delays.sorted()[delays.count / 2]
        print("e-detector: 10 % to 20 % found after a median of", median, "false calls", falseCalls)
        // Run length ≥ 50,000: at most 40 calls are expected in 2,000,000 quiet observations.
        #expect(falseCalls <= 40 && median <= 250)
    }

    @Test func `the run length to a false call is at least what was asked for`() {
        let asked = 500.0
        var total = 0.0
        let runs = 400
        for run in 0..<runs {
            var random = SplitMix64(seed: 80).split(UInt64(run))
            var detector = ErrorRateDetector(tolerated: 0.1, averageRunLength: asked)
            while !detector.fired, detector.observations < 20_000 {
                detector.observe(AuditedOutcome(isError: random.uniform() < 0.1))
            }
            total += Double(detector.observations)
        }
        #expect(total / Double(runs) >= asked)
    }
}
