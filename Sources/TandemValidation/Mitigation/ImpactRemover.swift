/// Numeric features edited so that their distribution is the same in every group, while each group keeps its order.
///
/// The combinatorial repair of Feldman et al., "Certifying and removing disparate impact" (KDD 2015): a value at
/// quantile q of its group moves towards the median over the groups of their values at q; with amount 1 all the way.
/// As quantiles are interpolated here, a full repair agrees between groups up to the spacing of their values.
public enum ImpactRemover {
    /// The repaired values.
    ///
    /// - Parameters:
    ///   - values: one feature; NaN, a missing value, stays.
    ///   - grouping: the group of each row.
    ///   - amount: 0 for no repair … 1 for a full one.
    /// - Returns: a value for each row.
    public static func repaired(_ values: [Double], grouping: Grouping, amount: Double = 1) -> [Double] {
        precondition(values.count == grouping.codes.count, "a group for each row")
        var sorted = [[Double]](repeating: [], count: grouping.count)
        for (value, group) in zip(values, grouping.codes) where !value.isNaN { sorted[Int(group)].append(value) }
        for group in sorted.indices { sorted[group].sort() }
        let present = sorted.filter { !$0.isEmpty }
        return values.indices.map { row in
            let value = values[row]
            guard !value.isNaN else { return value }
            let quantile = place(of: value, in: sorted[Int(grouping.codes[row])])
            let target = median(present.map { at(quantile, in: $0) })
            return (1 - amount) * value + amount * target
        }
    }

    /// The quantile of a value in its group: the middle of the places of its equals, 0 … 1.
    private static func place(of value: Double, in sorted: [Double]) -> Double {
        guard sorted.count > 1 else { return 0.5 }
        let first = bound(value, in: sorted) { $0 < $1 }
        let after = bound(value, in: sorted) { $0 <= $1 }
        return Double(first + after - 1) / 2 / Double(sorted.count - 1)
    }

    private static func bound(_ value: Double, in sorted: [Double], _ isBefore: (Double, Double) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(sorted[middle], value) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func at(_ quantile: Double, in sorted: [Double]) -> Double {
        let position = quantile * Double(sorted.count - 1)
        let below = min(Int(position), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
