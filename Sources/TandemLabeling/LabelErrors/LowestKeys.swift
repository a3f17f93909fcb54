/// Finds the lowest of many keys without sorting them all.
enum LowestKeys {
    /// The places of the `count` lowest keys, ascending; equal keys are taken in the order of places.
    static func places(_ count: Int, of keys: [Double]) -> [Int] {
        guard count > 0 else { return [] }
        guard count < keys.count else { return Array(keys.indices) }
        var scratch = keys
        let limit = scratch.withUnsafeMutableBufferPointer { select(count - 1, in: $0) }
        var equals = count - keys.count { $0 < limit }
        return keys.indices.filter { place in
            if keys[place] < limit { return true }
            guard keys[place] == limit, equals > 0 else { return false }
            equals -= 1
            return true
        }
    }

    /// The value that stands at `place` once `values` are sorted (Hoare's quickselect, the middle of three as pivot).
    private static func select(_ place: Int, in values: UnsafeMutableBufferPointer<Double>) -> Double {
        var low = 0
        var high = values.count - 1
        while low < high {
            let (first, middle, last) = (values[low], values[low + (high - low) / 2], values[high])
            let pivot = max(min(first, middle), min(max(first, middle), last))
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                break
            }
        }
        return values[place]
    }
}
