/// A running sum whose rounding error does not grow with the number of terms (Neumaier 1974).
public struct CompensatedSum: Sendable {
    private var total = 0.0
    private var lost = 0.0

    /// A sum of nothing: zero.
    public init() {}

    /// Adds one number.
    public mutating func add(_ term: Double) {
        let next = total + term
        lost += abs(total) >= abs(term) ? (total - next) + term : (term - next) + total
        total = next
    }

    /// The sum of all numbers added so far.
    public var value: Double { total + lost }

    /// The sum of `terms`, in their order.
    public static func of(_ terms: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        for term in terms { sum.add(term) }
        return sum.value
    }
}
