/// Sample quantiles.
public enum Quantiles {
    /// The quantile of `values` at `probability` in [0, 1], by linear interpolation (Hyndman and Fan's type 7, the
    /// default of R and NumPy); nil for no values.
    public static func value(_ values: [Double], at probability: Double) -> Double? {
        ofSorted(values.sorted(), at: probability)
    }

    /// The same for values already in ascending order, without sorting again.
    public static func ofSorted(_ sorted: [Double], at probability: Double) -> Double? {
        guard !sorted.isEmpty, probability >= 0, probability <= 1 else { return nil }
        let position = Double(sorted.count - 1) * probability
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }

    /// The middle value, or the mean of the two middle ones; nil for no values.
    public static func median(_ values: [Double]) -> Double? { value(values, at: 0.5) }
}
