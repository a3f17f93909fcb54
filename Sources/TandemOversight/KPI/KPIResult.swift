import TandemStatistics
import TandemTabular

/// One of the twelve figures, with what it rests on and what is missing.
public struct KPIResult: Sendable, Hashable {
    /// Stable name, as `labeling_accuracy`.
    public let key: String
    /// Name to show.
    public let name: String
    /// Where the target lies, in words.
    public let target: String
    /// Unit of value and interval: `ratio`, `percent`, `hours`, `cost`, `human:ai`.
    public let unit: String
    /// The figure with its interval; nil when there is nothing to make it of.
    public let estimate: Estimate?
    /// Met, not met or not yet proven.
    public let verdict: Target.Verdict
    /// What is missing for a verdict or for a figure at all; nil when nothing is.
    public let missing: String?
    /// Whether the figure is an estimate in place of an observation; never mixed with realized ones.
    public let isEstimated: Bool
    /// Numerator, where the figure is a ratio of counts.
    public let numerator: Double?
    /// Denominator, where the figure is a ratio of counts.
    public let denominator: Double?
    /// More figures that belong beside it, by name.
    public let details: [String: JSONValue]

    init(
        _ definition: KPIDefinition, _ estimate: Estimate?, verdict: Target.Verdict? = nil, missing: String? = nil,
        isEstimated: Bool = false, numerator: Double? = nil, denominator: Double? = nil,
        details: [String: JSONValue] = [:]
    ) {
        key = definition.key
        name = definition.name
        target = definition.targetText
        unit = definition.unit
        self.estimate = estimate
        self.verdict = verdict ?? definition.target?.verdict(on: estimate) ?? .notYetProven
        self.missing = missing
        self.isEstimated = isEstimated
        self.numerator = numerator
        self.denominator = denominator
        self.details = details
    }

    /// A ratio of counts with its Wilson interval and what is missing for a verdict.
    static func ratio(
        _ definition: KPIDefinition, _ successes: Int, of n: Int, noun: String, isEstimated: Bool = false,
        details: [String: JSONValue] = [:]
    ) -> KPIResult {
        let estimate = Estimate.wilson(successes: successes, of: n)
        var missing: String?
        if let target = definition.target, target.verdict(on: estimate) == .notYetProven {
            missing =
                SampleSize.additional(successes: successes, of: n, target: target).map { "needs \($0) more \(noun)" }
                ?? "the present rate is not inside the target; more \(noun) narrow the interval"
        }
        return KPIResult(
            definition, estimate, missing: missing, isEstimated: isEstimated, numerator: Double(successes),
            denominator: Double(n), details: details)
    }
}

/// What a figure is called and where its target lies.
public struct KPIDefinition: Sendable, Hashable {
    /// Stable name.
    public let key: String
    /// Name to show.
    public let name: String
    /// The target in words.
    public let targetText: String
    /// The target as a rule on the interval, where one number decides.
    public let target: Target?
    /// The unit.
    public let unit: String

    init(_ key: String, _ name: String, _ targetText: String, _ target: Target? = nil, unit: String = "ratio") {
        self.key = key
        self.name = name
        self.targetText = targetText
        self.target = target
        self.unit = unit
    }
}
