import Foundation

/// An always-valid lower bound on an error rate, one outcome at a time: the lower end of a confidence sequence.
///
/// For each candidate rate r on a grid a gambler bets against "the chance of an error, given the past, stays at most
/// r". A candidate is out once that capital has reached 1/α; the bound is the last of the candidates that are out
/// without a gap from the lowest. If the chance of an error never exceeds p, the bound ever exceeds p's place on the
/// grid with probability at most α, at any number of looks (Ville 1939; Waudby-Smith and Ramdas, "Estimating means of
/// bounded random variables by betting", 2024). The capital is that of a mixture with fixed share, so that a rise that
/// comes late is found as well; the bound then speaks of the highest rate there has been.
public struct ErrorRateBound: Sendable, Hashable {
    /// The probability α that the bound ever exceeds the true rate.
    public let alpha: Double
    /// The candidate rates, rising; one of them is the rate in question.
    public let candidates: [Double]
    private var mixtures: [BettingMixture]
    private let stakes: [[Double]]
    private var isOut: [Bool]
    /// How many candidates are out without a gap.
    private var first = 0

    /// Starts without outcomes, with candidates around the rate in question: r · 1.1ᵏ from r/10 upwards.
    ///
    /// - Precondition: `rate` and `alpha` lie strictly between 0 and 1.
    public init(around rate: Double, alpha: Double) {
        precondition(rate > 0 && rate < 1 && alpha > 0 && alpha < 1, "a rate and a confidence lie between 0 and 1")
        self.alpha = alpha
        var candidates = (1...Self.below).reversed().map { rate * pow(Self.step, -Double($0)) } + [rate]
        while let last = candidates.last, last * Self.step < 1, candidates.count < Self.most {
            candidates.append(rate * pow(Self.step, Double(candidates.count - Self.below)))
        }
        self.candidates = candidates
        stakes = candidates.map { ErrorRateBets.stakes(tolerated: $0) + [0] }
        mixtures = candidates.map {
            BettingMixture(bets: ErrorRateBets.multiples.count + 1, share: ErrorRateBets.share(tolerated: $0))
        }
        isOut = [Bool](repeating: false, count: candidates.count)
    }

    /// Takes in one outcome; the weight lies in (0, 1].
    public mutating func observe(isError: Bool, weight: Double = 1) {
        let needed = log(1 / alpha)
        for place in first..<candidates.count where !isOut[place] {
            let (stake, rate) = (stakes[place], candidates[place])
            mixtures[place].play {
                ErrorRateBets.factor(stake[$0], isError: isError, weight: weight, tolerated: rate)
            }
            isOut[place] = mixtures[place].logCapital >= needed
        }
        while first < candidates.count, isOut[first] { first += 1 }
    }

    /// The bound; 0 while no candidate is out.
    public var lower: Double { first == 0 ? 0 : candidates[first - 1] }

    private static let below = 24
    private static let step = 1.1
    /// More candidates would only be steps too small to matter.
    private static let most = 200
}
