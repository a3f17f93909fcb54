/// Finds the lowest of many keys without sorting them all.
enum LowestKeys {
    /// The places of the `count` lowest keys, ascending; equal keys are taken in the order of places.
    static func places(_ count: Int, of keys: [Double]) -> [Int] {
        guard count > 0 else { return [] }
        guard count < keys.count else { return Array(keys.indices) }
        var scratch = keys
        let limit = scratch.withUnsafeMutableBufferPointer { OrderStatistics.select(count - 1, in: $0) }
        var equals = count - keys.count { $0 < limit }
        return keys.indices.filter { place in
            if keys[place] < limit { return true }
            guard keys[place] == limit, equals > 0 else { return false }
            equals -= 1
            return true
        }
    }
}
