/// Single places of sorted numbers, without sorting.
enum OrderStatistics {
    /// Puts the value that would stand at `place` there, none greater before and none smaller behind it (Hoare's
    /// quickselect with the middle of three as pivot).
    static func select(_ place: Int, in values: UnsafeMutableBufferPointer<Double>) -> Double {
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

    /// The quantile by linear interpolation, as `Quantiles.value` gives it; reorders `values`.
    static func quantile(_ probability: Double, of values: inout [Double]) -> Double {
        guard values.count > 1 else { return values.first ?? .nan }
        let position = Double(values.count - 1) * probability
        let below = Int(position)
        let count = values.count
        return values.withUnsafeMutableBufferPointer { buffer in
            let lower = select(below, in: buffer)
            guard below + 1 < count else { return lower }
            var upper = Double.infinity
            for place in (below + 1)..<count { upper = min(upper, buffer[place]) }
            return lower + (position - Double(below)) * (upper - lower)
        }
    }
}
