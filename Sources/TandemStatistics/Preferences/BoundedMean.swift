import Foundation

/// An always-valid interval for the mean of numbers in [0, 1], one number at a time.
///
/// For every candidate mean m two gamblers bet against "the mean, given the past, is m": one that it is higher, one
/// that it is lower. Candidates whose hedged capital has ever reached 1/α are out. The true mean is ever out with
/// probability at most α, however often one looks and whenever one stops (Ville 1939; I. Waudby-Smith and A. Ramdas,
/// "Estimating means of bounded random variables by betting", JRSS B 86, 2024: hedged capital with predictable
/// plug-in bets, equations 26 and 27).
public struct BoundedMean: Sendable, Hashable {
    /// 1 − the confidence.
    public let alpha: Double
    /// Number of steps between the candidates 0 and 1; even, so that 1/2 is one of them.
    public let steps: Int
    /// How many numbers were taken in.
    public private(set) var count = 0
    /// The first and the last candidate not yet out, as steps.
    private var first: Int
    private var last: Int
    private var up: [Double]
    private var down: [Double]
    private var sum = 0.0
    private var squares = 0.0

    /// Starts without numbers.
    ///
    /// - Precondition: `alpha` lies strictly between 0 and 1, `steps` is even and positive.
    public init(alpha: Double, steps: Int = 1_000) {
        precondition(alpha > 0 && alpha < 1, "a confidence lies between 0 and 1")
        precondition(steps > 0 && steps.isMultiple(of: 2), "candidates include one half")
        self.alpha = alpha
        self.steps = steps
        first = 0
        last = steps
        up = [Double](repeating: 0, count: steps + 1)
        down = up
    }

    /// Takes in one number in 0 … 1.
    public mutating func observe(_ value: Double) {
        precondition(value >= 0 && value <= 1, "a bounded mean is of numbers between 0 and 1")
        let bet = nextBet
        for step in first...max(first, last) {
            let candidate = Double(step) / Double(steps)
            // Never more than half of what could be lost.
            up[step] += log1p(min(bet, 0.5 / candidate) * (value - candidate))
            down[step] += log1p(-min(bet, 0.5 / (1 - candidate)) * (value - candidate))
        }
        count += 1
        sum += value
        let mean = (0.5 + sum) / Double(count + 1)
        squares += (value - mean) * (value - mean)
        while first < last, evidence(first) >= 1 / alpha { first += 1 }
        while last > first, evidence(last) >= 1 / alpha { last -= 1 }
    }

    /// √(2 ln(2/α) / (σ̂² t ln(1 + t))), from the numbers before.
    private var nextBet: Double {
        let t = Double(count + 1)
        let variance = (0.25 + squares) / t
        return (2 * log(2 / alpha) / (variance * t * log(1 + t))).squareRoot()
    }

    private func evidence(_ step: Int) -> Double { exp(logEvidence(step)) }

    /// ln of the larger half of the hedged capital.
    private func logEvidence(_ step: Int) -> Double { max(up[step], down[step]) - log(2) }

    /// ln of the evidence against the mean being 1/2, an e-value: at least ln 1/α refutes it at level α.
    ///
    /// It is frozen once 1/2 is out.
    public var logEvidenceAgainstHalf: Double { logEvidence(steps / 2) }

    /// The lowest mean still possible; one step below the lowest candidate that is not out.
    public var lower: Double { first == 0 ? 0 : Double(first - 1) / Double(steps) }

    /// The highest mean still possible.
    public var upper: Double { last == steps ? 1 : Double(last + 1) / Double(steps) }

    /// Whether 1/2 is out, and on which side the mean then lies: −1 below, 1 above, 0 not out.
    public var side: Int {
        let half = steps / 2
        return first > half ? 1 : last < half ? -1 : 0
    }
}
