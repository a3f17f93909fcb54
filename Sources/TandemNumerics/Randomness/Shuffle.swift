extension SplitMix64 {
    /// Puts `elements` into a uniformly random order (Fisher–Yates); the order depends on the seed alone.
    ///
    /// The standard library's `shuffle(using:)` may change its algorithm between Swift versions; this one may not.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for index in stride(from: elements.count - 1, to: 0, by: -1) {
            let other = below(index + 1)
            if other != index { elements.swapAt(index, other) }
        }
    }

    /// The numbers `0 ..< n` in a uniformly random order.
    public mutating func permutation(_ n: Int) -> [Int] {
        var order = Array(0..<max(0, n))
        shuffle(&order)
        return order
    }

    /// `count` different numbers of `0 ..< n`, in random order; all of them when `count` is at least `n`.
    public mutating func sample(_ count: Int, below n: Int) -> [Int] {
        var pool = Array(0..<max(0, n))
        let taken = min(max(0, count), pool.count)
        for index in 0..<taken { pool.swapAt(index, index + below(pool.count - index)) }
        return Array(pool[0..<taken])
    }
}
