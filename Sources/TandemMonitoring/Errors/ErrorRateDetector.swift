import TandemStatistics

/// Watches for a rise of the error rate above what is tolerated, for ever (a Shiryaev–Roberts e-detector).
///
/// Each bet's statistic follows M ← (M + 1) · factor, a sum over all possible times of change; their mean is compared
/// with N. While the error rate stays at most the tolerated one, the expected number of observations to a false call
/// is at least N by construction (Shin, Ramdas and Rinaldo, "E-detectors", 2023). Quicker than a
/// ``CertificateMonitor`` after a long quiet time, but it will call falsely some day: use it where a call is a
/// question to a person.
public struct ErrorRateDetector: Detector {
    /// The name of this detector.
    public static let name = "error-rate-e-detector"

    /// The tolerated error rate.
    public let tolerated: Double
    /// The least expected number of observations to a false call, N.
    public let averageRunLength: Double
    /// The number of audited outcomes taken in.
    public private(set) var observations = 0
    /// Whether the evidence has ever reached the threshold.
    public private(set) var fired = false
    private var sums: [Double]
    private let stakes: [Double]

    /// Starts a detector; `tolerated` lies strictly between 0 and 1, `averageRunLength` is above 1.
    public init(tolerated: Double, averageRunLength: Double) {
        precondition(tolerated > 0 && tolerated < 1, "a tolerated error rate lies between 0 and 1")
        precondition(averageRunLength > 1, "a run length is above 1")
        self.tolerated = tolerated
        self.averageRunLength = averageRunLength
        stakes = ErrorRateBets.stakes(tolerated: tolerated)
        sums = [Double](repeating: 0, count: stakes.count)
    }

    /// Takes in one audited outcome.
    public mutating func observe(_ outcome: AuditedOutcome) {
        observations += 1
        for (bet, stake) in stakes.enumerated() {
            // Held below the largest number: long after a call nobody reads it any more.
            sums[bet] = min((sums[bet] + 1) * ErrorRateBets.factor(stake, outcome, tolerated: tolerated), 1e300)
        }
        if evidence >= threshold { fired = true }
    }

    /// The mean of the bets' statistics.
    public var evidence: Double { sums.reduce(0) { $0 + $1 / Double(sums.count) } }

    /// N.
    public var threshold: Double { averageRunLength }

    /// Everything it remembers.
    public var state: [String: [Double]] {
        [
            "settings": [tolerated, averageRunLength], "counts": [Double(observations), fired ? 1 : 0], "sums": sums,
        ]
    }

    /// Restores a stored detector.
    public init?(state: [String: [Double]]) {
        guard let settings = state["settings"], settings.count == 2, settings[0] > 0, settings[0] < 1, settings[1] > 1,
            let counts = state["counts"], counts.count == 2, let sums = state["sums"],
            sums.count == ErrorRateBets.multiples.count, sums.allSatisfy(\.isFinite), let seen = Int(exactly: counts[0])
        else { return nil }
        self.init(tolerated: settings[0], averageRunLength: settings[1])
        observations = seen
        fired = counts[1] == 1
        self.sums = sums
    }
}
