import TandemNumerics
import Testing

@testable import TandemMonitoring

@Suite struct DetectionDelayTests {
    @Test func `a larger rise is found sooner, and the simulation depends on the seed alone`() {
        let monitor = CertificateMonitor(maxError: 0.02, falseAlarm: 0.05)
        let delays = [2.0, 3, 5].map { DetectionDelay(of: monitor, rate: $0 * 0.02, seed: 3).median ?? .max }
        print("detection delay at 2 %, from the start:", delays)
        #expect(delays == delays.sorted(by: >) && delays[2] < 150)
        let one = DetectionDelay(of: monitor, rate: 0.06, seed: 3)
        #expect(one == DetectionDelay(of: monitor, rate: 0.06, seed: 3, threads: 3))
        #expect((one.median ?? 0) <= (one.ninetieth ?? 0))
    }

    @Test func `a doubling after a long quiet time is found within a few thousand outcomes at one percent`() {
        var monitor = CertificateMonitor(maxError: 0.01, falseAlarm: 0.05)
        var random = SplitMix64(seed: 5)
        for _ in 0..<5_000 { monitor.observe(isError: random.uniform() < 0.007) }
        let delay = DetectionDelay(of: monitor, rate: 0.02, seed: 1)
        print("detection delay at 1 %, after 5,000 quiet outcomes:", delay)
        #expect(!monitor.fired && (delay.median ?? .max) < 3_000)
    }

    @Test func `what is never found within the limit is nil`() {
        let monitor = CertificateMonitor(maxError: 0.3, falseAlarm: 0.05)
        let delay = DetectionDelay(of: monitor, rate: 0.1, runs: 20)
        #expect(delay.median == nil && delay.ninetieth == nil && delay.limit == 1_000)
    }
}
