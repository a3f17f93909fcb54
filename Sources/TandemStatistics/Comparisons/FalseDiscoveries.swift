/// Control of the false discovery rate among many tests.
public enum FalseDiscoveries {
    /// The q-value of each p-value: the smallest false discovery rate at which its test would be called a discovery.
    ///
    /// Benjamini and Hochberg, JRSS B 57 (1995): min over larger p of p · m / rank, at most 1. Holds for independent and
    /// positively dependent tests.
    public static func qValues(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var q = [Double](repeating: 1, count: pValues.count)
        var smallest = 1.0
        for (place, index) in order.enumerated().reversed() {
            smallest = min(smallest, pValues[index] * Double(pValues.count) / Double(place + 1))
            q[index] = smallest
        }
        return q
    }
}
