/// Which functions depend on each other beyond what the true label explains, and how much each vote counts then.
///
/// A function's vote counts 1 / (1 + Σ ρ) with ρ its correlations to the functions it depends on: two that are the same
/// count once together, as they should. Weighting of a composite likelihood by the design effect.
public struct FunctionDependence: Sendable, Hashable {
    /// One function, by place.
    public let one: Int
    /// The other function.
    public let other: Int
    /// How strongly they depend on each other, above 0 to 1 for the same votes.
    public let strength: Double
}

/// The correlations between functions.
struct FunctionCorrelations: Sendable {
    let count: Int
    /// Symmetric, row by row; zero where too weak to count, and on the diagonal.
    private(set) var strengths: [Double]

    /// Keeps correlations above `threshold`; those beyond 1 by rounding or chance become 1.
    init(count: Int, threshold: Double, _ correlation: (Int, Int) -> Double) {
        self.count = count
        strengths = [Double](repeating: 0, count: count * count)
        for one in 0..<count {
            for other in 0..<one {
                let value = correlation(one, other)
                guard value > threshold else { continue }
                strengths[one * count + other] = min(1, value)
                strengths[other * count + one] = min(1, value)
            }
        }
    }

    subscript(one: Int, other: Int) -> Double { strengths[one * count + other] }

    /// What each function's vote counts.
    var weights: [Double] {
        (0..<count).map { one in 1 / (1 + strengths[one * count..<(one + 1) * count].reduce(0, +)) }
    }

    /// The pairs, strongest first.
    var pairs: [FunctionDependence] {
        var found: [FunctionDependence] = []
        for one in 0..<count {
            for other in (one + 1)..<max(count, one + 1) where self[one, other] > 0 {
                found.append(FunctionDependence(one: one, other: other, strength: self[one, other]))
            }
        }
        return found.sorted { ($1.strength, $0.one, $0.other) < ($0.strength, $1.one, $1.other) }
    }
}

extension VotePatterns {
    /// Most products that a sum over pairs of votes may cost; beyond it only every so many-th pattern is looked at.
    private static let pairBudget = 60_000_000

    /// Every so many-th pattern is enough to sum over pairs of votes with `width` products each.
    func stride(width: Int) -> Int {
        var products = 0
        for pattern in 0..<count {
            let votes = offsets[pattern + 1] - offsets[pattern]
            products += votes * votes / 2 * width
        }
        return max(1, products / Self.pairBudget)
    }

    /// How alike functions vote, before anything is known of the truth: the correlation of their outcomes, each label
    /// and the abstention as an indicator.
    func likeness(threshold: Double) -> FunctionCorrelations {
        let functions = functionCount
        var together = [Double](repeating: 0, count: functions * functions)
        var same = together
        var shares = [Double](repeating: 0, count: functions * labelCount)
        var total = 0.0
        for pattern in Swift.stride(from: 0, to: count, by: stride(width: 1)) {
            let weight = counts[pattern]
            total += weight
            let range = offsets[pattern]..<offsets[pattern + 1]
            for vote in range {
                let one = Int(self.functions[vote])
                shares[one * labelCount + Int(labels[vote])] += weight
                for other in range.lowerBound..<vote {
                    let place = one * functions + Int(self.functions[other])
                    together[place] += weight
                    if labels[vote] == labels[other] { same[place] += weight }
                }
            }
        }
        guard total > 0 else { return FunctionCorrelations(count: functions, threshold: threshold) { _, _ in 0 } }
        let covered = (0..<functions).map { one in
            shares[one * labelCount..<(one + 1) * labelCount].reduce(0, +) / total
        }
        func product(_ one: Int, _ other: Int) -> Double {
            var sum = (1 - covered[one]) * (1 - covered[other])
            for label in 0..<labelCount {
                sum += shares[one * labelCount + label] * shares[other * labelCount + label] / (total * total)
            }
            return sum
        }
        let spread = (0..<functions).map { max(1e-12, 1 - product($0, $0)) }
        return FunctionCorrelations(count: functions, threshold: threshold) { one, other in
            let place = one * functions + other
            let bothAbstain = 1 - covered[one] - covered[other] + together[place] / total
            let covariance = same[place] / total + bothAbstain - product(one, other)
            return covariance / (spread[one] * spread[other]).squareRoot()
        }
    }
}
