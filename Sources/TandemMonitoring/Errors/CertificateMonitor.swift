import TandemStatistics

/// Watches whether automatic decisions keep a certificate's promise "error rate ≤ r" (an e-process).
///
/// Evidence is the capital of a gambler who bets on higher error rates. While the chance of an error, given the past,
/// stays at most r, the probability that the monitor **ever** calls is at most α, at any number of looks (Ville 1939;
/// Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", 2024). Outcomes audited with
/// different probabilities carry a weight (see ``AuditedOutcome``), which keeps the promise about all decisions.
public struct CertificateMonitor: Detector {
    /// The name of this detector.
    public static let name = "certificate-e-process"

    /// The tolerated error rate r.
    public let maxError: Double
    /// The probability α of ever calling while the promise is kept.
    public let falseAlarm: Double
    /// The number of audited outcomes taken in.
    public private(set) var observations = 0
    /// How many of them were errors.
    public private(set) var errors = 0
    /// Whether the evidence has ever reached the threshold.
    public private(set) var fired = false
    private var mixture: BettingMixture
    /// What each bet stakes; the last keeps its money, to be staked when a change comes late.
    private let stakes: [Double]

    /// Starts a monitor; `maxError` and `falseAlarm` lie strictly between 0 and 1.
    public init(maxError: Double, falseAlarm: Double) {
        precondition(maxError > 0 && maxError < 1, "a tolerated error rate lies between 0 and 1")
        precondition(falseAlarm > 0 && falseAlarm < 1, "a false-alarm probability lies between 0 and 1")
        self.maxError = maxError
        self.falseAlarm = falseAlarm
        stakes = ErrorRateBets.stakes(tolerated: maxError) + [0]
        mixture = BettingMixture(bets: stakes.count, share: ErrorRateBets.share(tolerated: maxError))
    }

    /// Takes in one audited outcome.
    public mutating func observe(_ outcome: AuditedOutcome) {
        observations += 1
        errors += outcome.isError ? 1 : 0
        let (stakes, tolerated) = (stakes, maxError)
        mixture.play { ErrorRateBets.factor(stakes[$0], outcome, tolerated: tolerated) }
        if evidence >= threshold { fired = true }
    }

    /// Takes in one outcome of a uniformly audited decision.
    public mutating func observe(isError: Bool, weight: Double = 1) {
        observe(AuditedOutcome(isError: isError, weight: weight))
    }

    /// The gambler's capital; 1 at the start.
    public var evidence: Double { mixture.capital }

    /// 1/α.
    public var threshold: Double { 1 / falseAlarm }

    /// Everything it remembers.
    public var state: [String: [Double]] {
        [
            "settings": [maxError, falseAlarm], "counts": [Double(observations), Double(errors), fired ? 1 : 0],
            "weights": mixture.weights, "log-capital": [mixture.logCapital],
        ]
    }

    /// Restores a stored monitor.
    public init?(state: [String: [Double]]) {
        guard let settings = state["settings"], settings.count == 2, settings.allSatisfy({ $0 > 0 && $0 < 1 }),
            let counts = state["counts"], counts.count == 3, let weights = state["weights"],
            weights.count == ErrorRateBets.multiples.count + 1, let capital = state["log-capital"]?.first,
            capital.isFinite, weights.allSatisfy(\.isFinite), let seen = Int(exactly: counts[0]),
            let wrong = Int(exactly: counts[1])
        else { return nil }
        self.init(maxError: settings[0], falseAlarm: settings[1])
        observations = seen
        errors = wrong
        fired = counts[2] == 1
        mixture = BettingMixture(weights: weights, logCapital: capital, share: ErrorRateBets.share(tolerated: maxError))
    }
}
