import TandemNumerics
import TandemStatistics

/// The walk along one label's grid, and what to say when it gets nowhere.
struct Search {
    let label: Int
    let rate: Double
    let delta: Double
    /// The smallest prefix that may be tested.
    let start: Int
    /// Items of this predicted label, those without a usable score included.
    let candidates: Int
    /// Items of any label.
    let total: Int

    static func passes(n: Int, errors: Int, rate: Double, delta: Double) -> Bool {
        BinomialDistribution(trials: n, probability: rate).lowerTail(through: errors) <= delta
    }

    func run(_ prefixes: Prefixes, _ grid: [Int]) -> CertificateFit.Label {
        var accepted = 0
        for n in grid {
            guard Self.passes(n: n, errors: prefixes.errors[n], rate: rate, delta: delta) else { break }
            accepted = n
        }
        let errors = prefixes.errors[accepted]
        return CertificateFit.Label(
            label: label, maxError: rate, delta: delta, threshold: accepted > 0 ? prefixes.scores[accepted - 1] : nil,
            candidates: candidates, accepted: accepted, errors: errors,
            bound: ExactBound.upper(successes: errors, of: accepted, delta: delta),
            shortfall: accepted > 0 ? nil : shortfall(prefixes, grid))
    }

    private func shortfall(_ prefixes: Prefixes, _ grid: [Int]) -> CertificateFit.Shortfall {
        // The best start seen so far: the prefix with the lowest error rate, or all there is when too few.
        let seen = (grid.isEmpty ? [prefixes.count] : grid).min { left, right in
            prefixes.errors[left] * right < prefixes.errors[right] * left
        }
        let n = seen ?? 0
        let errors = prefixes.errors[n]
        let clean = smallest(from: n) { errors }
        let present = n == 0 ? 0 : Double(errors) / Double(n)
        let going = present < rate ? smallest(from: n) { size in Int((present * Double(size)).rounded(.up)) } : nil
        return CertificateFit.Shortfall(
            itemsIfClean: max(1, clean.map { $0 - n } ?? 1), itemsAtPresentRate: going.map { max(1, $0 - n) },
            samplesIfClean: clean.flatMap { samples($0 - n) },
            samplesAtPresentRate: going.flatMap { samples($0 - n) })
    }

    private func smallest(from n: Int, errors: () -> Int) -> Int? {
        let fixed = errors()
        return smallest(from: n) { _ in fixed }
    }

    /// The smallest size ≥ max(n, start) at which the test would pass; nil beyond ten million.
    private func smallest(from n: Int, errors: (Int) -> Int) -> Int? {
        func holds(_ size: Int) -> Bool { Self.passes(n: size, errors: errors(size), rate: rate, delta: delta) }
        var low = max(n, start, 1)
        if holds(low) { return low }
        var high = low
        while !holds(high) {
            low = high
            high *= 2
            if high > 10_000_000 { return nil }
        }
        // Rounding makes the condition a saw-tooth within 1/rate of its edge: bisect close to it, then walk.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }

    private func samples(_ items: Int) -> Int? {
        guard candidates > 0 else { return nil }
        return Int((Double(max(1, items)) * Double(total) / Double(candidates)).rounded(.up))
    }
}
