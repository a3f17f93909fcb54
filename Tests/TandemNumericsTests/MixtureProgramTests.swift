import TandemNumerics
import Testing

@Suite struct MixtureProgramTests {
    private func value(_ weights: [Double], _ numbers: [Double]) -> Double {
        zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func `without a binding limit the cheapest choice takes all`() {
        let weights = MixtureProgram.weights(costs: [3, 1, 2], loads: [[0, 0, 0]], limits: [1], penalty: 10)
        #expect(weights == [0, 1, 0])
    }

    @Test func `two choices are mixed so that a limit just holds`() {
        let weights = MixtureProgram.weights(
            costs: [0, 1], loads: [[1, 0], [-1, 0]], limits: [0.25, 0.25], penalty: 100)
        #expect(abs(weights[0] - 0.25) < 1e-12 && abs(weights[1] - 0.75) < 1e-12)
    }

    @Test func `a limit nobody meets is exceeded by as little as possible`() {
        let weights = MixtureProgram.weights(costs: [0, 5], loads: [[3, 2]], limits: [1], penalty: 100)
        #expect(weights == [0, 1])
    }

    @Test func `no mixture of a fine grid is better`() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<50 {
            let costs = (0..<3).map { _ in random.uniform() }
            let loads = (0..<4).map { _ in (0..<3).map { _ in random.uniform(-1, 1) } }
            let limits = (0..<4).map { _ in random.uniform(-0.2, 0.4) }
            func total(_ weights: [Double]) -> Double {
                let worst = zip(loads, limits).map { value(weights, $0) - $1 }.max() ?? 0
                return value(weights, costs) + 3 * max(0, worst)
            }
            let best = total(MixtureProgram.weights(costs: costs, loads: loads, limits: limits, penalty: 3))
            for first in 0...20 {
                for second in 0...(20 - first) {
                    let grid = [Double(first) / 20, Double(second) / 20, Double(20 - first - second) / 20]
                    #expect(best <= total(grid) + 1e-9)
                }
            }
        }
    }
}
