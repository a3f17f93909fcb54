/// Sums in the order of NumPy's pairwise summation, so that rounding agrees with it to the last bit.
enum PairwiseSum {
    /// The sum of `values`; error grows with the logarithm of their number.
    static func of(_ values: UnsafeBufferPointer<Double>) -> Double {
        let n = values.count
        if n < 8 {
            var sum = 0.0
            for value in values { sum += value }
            return sum
        }
        if n <= 128 {
            var r = (
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]
            )
            var index = 8
            while index < n - n % 8 {
                r.0 += values[index]
                r.1 += values[index + 1]
                r.2 += values[index + 2]
                r.3 += values[index + 3]
                r.4 += values[index + 4]
                r.5 += values[index + 5]
                r.6 += values[index + 6]
                r.7 += values[index + 7]
                index += 8
            }
            var sum = ((r.0 + r.1) + (r.2 + r.3)) + ((r.4 + r.5) + (r.6 + r.7))
            while index < n {
                sum += values[index]
                index += 1
            }
            return sum
        }
        var half = n / 2
        half -= half % 8
        return of(UnsafeBufferPointer(rebasing: values[..<half])) + of(UnsafeBufferPointer(rebasing: values[half...]))
    }

    /// The sum of an array.
    static func of(_ values: [Double]) -> Double { values.withUnsafeBufferPointer { of($0) } }
}
