import TandemNumerics

extension Bootstrap {
    /// Rows from which on replicates weigh rows by Poisson counts instead of drawing exactly n of them.
    static let poissonRows = 10_000

    /// Replicates of several statistics of weighted rows at once, in parallel.
    ///
    /// Every replicate has a random stream of its own, so that the numbers do not depend on the threads. Below 10,000 rows
    /// exactly n rows are drawn; from there on each row's count is a Poisson(1) number, drawn in order of the rows, which
    /// changes an interval by less than a hundredth of its width (Chamandy and others 2012).
    ///
    /// - Parameters:
    ///   - n: number of rows.
    ///   - base: each row's own weight, by which its count is multiplied; one each when nil.
    ///   - threads: threads to compute with.
    ///   - statistic: told each row's weight; gives all values, NaN where undefined.
    /// - Returns: for each replicate its values.
    public func replicates(
        rows n: Int, base: [Double]? = nil, threads: Int = 1, _ statistic: @Sendable ([Double]) -> [Double]
    ) -> [[Double]] {
        let start = SplitMix64(seed: seed)
        return Blocks(count: replicates, size: 4).map(threads: threads) { block in
            var weights = [Double](repeating: 0, count: n)
            return block.map { replicate in
                var random = start.split(UInt64(replicate))
                Self.draw(&weights, &random)
                if let base { for row in weights.indices { weights[row] *= base[row] } }
                return statistic(weights)
            }
        }.flatMap { $0 }
    }

    /// Replicates of several statistics of the counts in cells, in parallel; see `estimate(counts:statistic:)`.
    public func replicates(
        counts: [Int], threads: Int = 1, _ statistic: @Sendable ([Int]) -> [Double]
    ) -> [[Double]] {
        let n = counts.reduce(0, +)
        let start = SplitMix64(seed: seed)
        return Blocks(count: replicates, size: 16).map(threads: threads) { block in
            block.map { replicate in
                var random = start.split(UInt64(replicate))
                return statistic(Self.multinomial(counts, n: n, &random))
            }
        }.flatMap { $0 }
    }

    /// Percentile intervals of several statistics from their replicates; nil where a value or more than a tenth of its
    /// replicates is not finite.
    public func estimates(values: [Double], replicates: [[Double]], n: Int) -> [Estimate?] {
        let plain = Bootstrap(seed: seed, replicates: self.replicates, confidence: confidence, kind: .percentile)
        return values.enumerated().map { place, value in
            guard value.isFinite else { return nil }
            let found = replicates.compactMap { $0[place].isFinite ? $0[place] : nil }
            return plain.interval(value: value, replicates: found, n: n, acceleration: 0)
        }
    }

    private static func draw(_ weights: inout [Double], _ random: inout SplitMix64) {
        let n = weights.count
        weights.withUnsafeMutableBufferPointer { weights in
            guard n < poissonRows else {
                var row = 0
                while row < n {
                    let bits = random.next()
                    weights[row] = poisson(UInt32(truncatingIfNeeded: bits))
                    if row + 1 < n { weights[row + 1] = poisson(UInt32(truncatingIfNeeded: bits >> 32)) }
                    row += 2
                }
                return
            }
            weights.update(repeating: 0)
            for _ in 0..<n { weights[random.below(n)] += 1 }
        }
    }

    /// A Poisson(1) number from 32 random bits, by inversion.
    @inline(__always)
    private static func poisson(_ bits: UInt32) -> Double {
        if bits < 0x5E2D_58D9 { return 0 }  // e⁻¹ 2³²
        if bits < 0xBC5A_B1B1 { return 1 }  // 2 e⁻¹ 2³²
        if bits < 0xEB71_5E1E { return 2 }  // 2.5 e⁻¹ 2³²
        var value = 3.0
        var term = 0.061313240195240  // e⁻¹ / 3!
        var sum = 0.981011843123846
        let share = Double(bits) * 0x1p-32
        while share >= sum, value < 16 {
            value += 1
            term /= value
            sum += term
        }
        return value
    }
}
