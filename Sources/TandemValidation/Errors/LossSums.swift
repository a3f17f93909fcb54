/// Number of rows and sums of their loss and squared loss: all that is needed to compare a cohort with the rest.
struct LossSums: Sendable, Hashable {
    var n = 0
    var loss = 0.0
    var squares = 0.0

    var mean: Double { n > 0 ? loss / Double(n) : 0 }

    mutating func add(_ value: Double) {
        n += 1
        loss += value
        squares += value * value
    }

    static func + (one: LossSums, other: LossSums) -> LossSums {
        LossSums(n: one.n + other.n, loss: one.loss + other.loss, squares: one.squares + other.squares)
    }

    static func - (one: LossSums, other: LossSums) -> LossSums {
        LossSums(n: one.n - other.n, loss: one.loss - other.loss, squares: one.squares - other.squares)
    }

    /// The variance of the loss.
    var variance: Double {
        guard n > 1 else { return 0 }
        return max(0, (squares - loss * loss / Double(n)) / Double(n - 1))
    }

    /// How many standard errors the mean of these rows, a part of `all`, lies above that of `all`.
    func score(in all: LossSums) -> Double {
        guard n > 0, n < all.n else { return 0 }
        let spread = all.variance / Double(n) * (1 - Double(n) / Double(all.n))
        return spread > 0 ? (mean - all.mean) / spread.squareRoot() : 0
    }
}
