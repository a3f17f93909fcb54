/// Rows by falling score, sorted once and shared by everything that ranks: areas, curves, thresholds, gains, DeLong.
public struct RankOrder: Sendable, Hashable {
    /// Row numbers, highest score first; equal scores in the order of the rows.
    public let rows: [Int32]
    /// Where each group of equal scores begins in `rows`, and at the end the number of rows.
    public let starts: [Int32]

    /// Sorts rows by their scores in O(n).
    ///
    /// - Throws: `StatisticsError.invalidValue` for a score that is not a number; infinite scores are allowed.
    public init(_ scores: [Double]) throws(StatisticsError) {
        if let bad = scores.firstIndex(where: \.isNaN) { throw .invalidValue(at: bad) }
        precondition(scores.count < Int(Int32.max), "an order counts rows in 32 bits")
        let rows = RadixSort.order(scores.map(Self.key))
        var starts: [Int32] = []
        for place in rows.indices
        where place == 0 || scores[Int(rows[place])] != scores[Int(rows[place - 1])] {
            starts.append(Int32(place))
        }
        starts.append(Int32(rows.count))
        self.rows = rows
        self.starts = starts
    }

    /// Number of distinct scores.
    public var groupCount: Int { starts.count - 1 }

    /// The places in `rows` of the scores that rank at `group`, 0 the highest.
    public func places(_ group: Int) -> Range<Int> { Int(starts[group])..<Int(starts[group + 1]) }

    /// A key whose order as an integer is the falling order of numbers; both zeros have one key.
    private static func key(_ score: Double) -> UInt64 {
        let bits = (score + 0.0).bitPattern
        let rising = bits >> 63 == 1 ? ~bits : bits | (1 << 63)
        return ~rising
    }
}

/// Sorting by 64-bit keys, digit by digit from the lowest: stable and O(n).
enum RadixSort {
    private static let digitBits = 11
    private static let digits = 6

    /// The places of `keys` in rising order.
    static func order(_ keys: [UInt64]) -> [Int32] {
        let n = keys.count
        var from = keys.indices.map { Int32($0) }
        guard n > 512 else {
            return from.sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
        }
        var fromKeys = keys
        var to = from
        var toKeys = keys
        let counts = histograms(keys)
        for digit in 0..<digits {
            var next = counts[digit]
            if next.contains(n) { continue }  // all keys agree in this digit
            var sum = 0
            for bucket in next.indices { (next[bucket], sum) = (sum, sum + next[bucket]) }
            let shift = UInt64(digit * digitBits)
            next.withUnsafeMutableBufferPointer { next in
                to.withUnsafeMutableBufferPointer { to in
                    toKeys.withUnsafeMutableBufferPointer { toKeys in
                        for place in 0..<n {
                            let key = fromKeys[place]
                            let bucket = Int(truncatingIfNeeded: key >> shift) & (1 << digitBits - 1)
                            let target = next[bucket]
                            next[bucket] = target + 1
                            to[target] = from[place]
                            toKeys[target] = key
                        }
                    }
                }
            }
            swap(&from, &to)
            swap(&fromKeys, &toKeys)
        }
        return from
    }

    private static func histograms(_ keys: [UInt64]) -> [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 1 << digitBits), count: digits)
        for digit in 0..<digits {
            let shift = UInt64(digit * digitBits)
            counts[digit].withUnsafeMutableBufferPointer { counts in
                for key in keys { counts[Int(truncatingIfNeeded: key >> shift) & (1 << digitBits - 1)] += 1 }
            }
        }
        return counts
    }
}
