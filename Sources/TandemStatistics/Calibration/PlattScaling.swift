import Foundation

/// A logistic curve from scores to probabilities, p = 1 / (1 + exp(a·score + b)).
public enum PlattScaling {
    /// Fits a and b by Newton's method with backtracking on Platt's smoothed targets.
    ///
    /// J. Platt (1999): positives aim at (N₊+1)/(N₊+2), negatives at 1/(N₋+2), so separable scores stay finite. The
    /// iteration is that of Lin, Lin and Weng, "A note on Platt's probabilistic outputs" (2007). `a` is negative when
    /// higher scores mean positive.
    public static func fit(scores: [Double], outcomes: [Bool]) throws(StatisticsError) -> (a: Double, b: Double) {
        guard scores.count == outcomes.count else {
            throw .lengthMismatch(expected: scores.count, found: outcomes.count)
        }
        guard !scores.isEmpty else { throw .tooFewRows(needed: 1, found: 0) }
        if let bad = scores.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad) }
        let positives = Double(outcomes.count { $0 })
        let negatives = Double(outcomes.count) - positives
        let high = (positives + 1) / (positives + 2)
        let low = 1 / (negatives + 2)
        let problem = Problem(scores: scores, targets: outcomes.map { $0 ? high : low })
        var a = 0.0
        var b = log((negatives + 1) / (positives + 1))
        var loss = problem.loss(a, b)
        for _ in 0..<100 {
            let slope = problem.slope(a, b)
            if max(abs(slope.a), abs(slope.b)) < 1e-10 * Double(scores.count) { break }
            let step = slope.newtonStep
            var length = 1.0
            var moved = false
            while length >= 1e-10 {
                let next = problem.loss(a + length * step.a, b + length * step.b)
                if next < loss + 1e-4 * length * (slope.a * step.a + slope.b * step.b) {
                    (a, b, loss) = (a + length * step.a, b + length * step.b, next)
                    moved = true
                    break
                }
                length /= 2
            }
            if !moved { break }
        }
        return (a, b)
    }

    private struct Slope {
        var a = 0.0
        var b = 0.0
        // The ridge keeps the system solvable when all scores are equal.
        var aa = 1e-12
        var ab = 0.0
        var bb = 1e-12

        var newtonStep: (a: Double, b: Double) {
            let determinant = aa * bb - ab * ab
            return (-(bb * a - ab * b) / determinant, -(aa * b - ab * a) / determinant)
        }
    }

    private struct Problem {
        let scores: [Double]
        let targets: [Double]

        func loss(_ a: Double, _ b: Double) -> Double {
            var sum = 0.0
            for (score, target) in zip(scores, targets) {
                let z = a * score + b
                sum += z >= 0 ? target * z + log1p(exp(-z)) : (target - 1) * z + log1p(exp(z))
            }
            return sum
        }

        func slope(_ a: Double, _ b: Double) -> Slope {
            var slope = Slope()
            for (score, target) in zip(scores, targets) {
                let p = 1 / (1 + exp(a * score + b))
                let gap = target - p
                let spread = p * (1 - p)
                slope.a += score * gap
                slope.b += gap
                slope.aa += score * score * spread
                slope.ab += score * spread
                slope.bb += spread
            }
            return slope
        }
    }
}
