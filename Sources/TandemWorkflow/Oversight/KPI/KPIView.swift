import TandemLedger
import TandemOversight
import TandemStatistics
import TandemTabular

/// One of the twelve figures, as the API and the page show it.
public struct KPIView: Codable, Sendable, Hashable {
    /// Where a figure stands against its target.
    public enum Status: String, Codable, Sendable, Hashable, CaseIterable {
        /// The whole interval lies inside the target.
        case met
        /// The whole interval lies outside the target, or a condition beside it does not hold.
        case notMet = "not_met"
        /// More observations are needed.
        case notYetProven = "not_yet_proven"
    }

    /// Stable name, as `labeling_accuracy`.
    public var key: String
    /// Name to show.
    public var name: String
    /// The figure; absent when there is nothing to make it of.
    public var value: Double?
    /// The lower end of its interval.
    public var lower: Double?
    /// The upper end of its interval.
    public var upper: Double?
    /// How many independent observations it rests on.
    public var n: Int
    /// The confidence of the interval.
    public var confidence: Double?
    /// How the interval was made: `wilson`, `percentile-bootstrap`.
    public var method: String?
    /// The target in words.
    public var target: String
    /// The limit that the target names, in the unit of the value; absent where a trend decides.
    public var limit: Double?
    /// `ratio`, `percent`, `hours` or `cost`.
    public var unit: String
    /// Where it stands.
    public var status: Status
    /// What is missing.
    public var missing: String?
    /// Whether it is an estimate in place of an observation.
    public var estimated: Bool
    /// Numerator, where it is a ratio.
    public var numerator: Double?
    /// Denominator, where it is a ratio.
    public var denominator: Double?
    /// More figures that belong beside it; docs/kpis.md names them.
    public var details: JSONValue
    /// The kinds of events it is made of: what to ask `GET /api/v1/events` for.
    public var events: [String]

    init(_ result: KPIResult) {
        key = result.definition.key
        name = result.definition.name
        value = Self.finite(result.value)
        lower = Self.finite(result.interval?.lower)
        upper = Self.finite(result.interval?.upper)
        n = result.n
        confidence = result.interval?.confidence
        method = result.interval?.method.rawValue
        target = result.definition.targetText
        limit =
            switch result.definition.target {
            case .atLeast(let limit), .atMost(let limit): limit
            case nil: nil
            }
        unit = result.definition.unit
        status =
            switch result.verdict {
            case .met: .met
            case .notMet: .notMet
            case .notYetProven: .notYetProven
            }
        missing = result.missing
        estimated = result.isEstimated
        numerator = Self.finite(result.numerator)
        denominator = Self.finite(result.denominator)
        details = .object(result.details)
        events = result.definition.reads.map(\.rawValue)
    }

    /// JSON has no infinity; a figure that is none is no figure.
    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}

/// The checkpoint of the ledger that figures stand on.
public struct KPICheckpoint: Codable, Sendable, Hashable {
    /// Its number.
    public var number: Int
    /// When it was made.
    public var at: Instant
    /// Its hash in hex.
    public var hash: String

    init(_ checkpoint: Checkpoint) {
        number = checkpoint.number
        at = checkpoint.at
        hash = Hex.text(checkpoint.hash)
    }
}
