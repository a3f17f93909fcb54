/// Rounding that keeps the sum.
enum WholeNumbers {
    /// Whole numbers near `values` whose sum is the rounded sum of `values`: those that lost most are raised first.
    ///
    /// Equal losses are taken from the last place backwards when raising and from the first when lowering, as a stable
    /// sort gives it.
    static func rounded(_ values: [Double]) -> [Int] {
        var whole = values.map { $0.rounded(.toNearestOrEven) }
        let target = PairwiseSum.of(values).rounded(.toNearestOrEven)
        var sum = PairwiseSum.of(whole).rounded(.toNearestOrEven)
        while abs(sum - target) > 1e-6 {
            let difference = (target - sum).rounded(.toNearestOrEven)
            let step = difference < 0 ? -1.0 : 1.0
            let lost = values.indices.map { values[$0] - whole[$0] }
            let ascending = values.indices.sorted { lost[$0] != lost[$1] ? lost[$0] < lost[$1] : $0 < $1 }
            let order = step > 0 ? Array(ascending.reversed()) : ascending
            for place in order.prefix(Int(abs(difference))) { whole[place] += step }
            sum = PairwiseSum.of(whole).rounded(.toNearestOrEven)
        }
        return whole.map { Int($0) }
    }
}
