import TandemNumerics
import Testing

@Suite struct SplitMix64Tests {
    @Test func `the stream equals the published reference for seed 1234567`() {
        var random = SplitMix64(seed: 1_234_567)
        let drawn = (0..<5).map { _ in random.next() }
        #expect(
            drawn == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `uniform numbers lie in the unit interval and have its mean and variance`() {
        var random = SplitMix64(seed: 1)
        let drawn = (0..<100_000).map { _ in random.uniform() }
        #expect(drawn.allSatisfy { $0 >= 0 && $0 < 1 })
        let mean = drawn.reduce(0, +) / 100_000
        let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        #expect(abs(mean - 0.5) < 0.005)
        #expect(abs(variance - 1.0 / 12) < 0.002)
    }

    @Test func `normal numbers have mean zero, variance one and the right tail`() {
        var random = SplitMix64(seed: 2)
        let drawn = (0..<100_000).map { _ in random.normal() }
        let mean = drawn.reduce(0, +) / 100_000
        let variance = drawn.reduce(0) { $0 + $1 * $1 } / 100_000
        let tail = Double(drawn.count { $0 > 1.959964 }) / 100_000
        #expect(abs(mean) < 0.015)
        #expect(abs(variance - 1) < 0.02)
        #expect(abs(tail - 0.025) < 0.002)
    }

    @Test func `integers below a bound hit every value equally often`() {
        var random = SplitMix64(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[random.below(7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    }

    @Test func `a shuffle is a permutation and repeats with its seed`() {
        var first = SplitMix64(seed: 4)
        var second = SplitMix64(seed: 4)
        var third = SplitMix64(seed: 5)
        let order = first.permutation(100)
        #expect(order.sorted() == Array(0..<100))
        #expect(order == second.permutation(100))
        #expect(order != third.permutation(100))
    }

    @Test func `a sample holds different numbers and never more than there are`() {
        var random = SplitMix64(seed: 6)
        #expect(Set(random.sample(10, below: 20)).count == 10)
        #expect(random.sample(30, below: 20).sorted() == Array(0..<20))
        #expect(random.sample(3, below: 0).isEmpty)
    }

    @Test func `split streams differ and do not disturb their origin`() {
        let origin = SplitMix64(seed: 7)
        var one = origin.split(1)
        var two = origin.split(2)
        var again = origin.split(1)
        let drawn = one.next()
        #expect(drawn != two.next())
        #expect(drawn == again.next())
    }
}
