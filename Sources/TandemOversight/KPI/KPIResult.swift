import TandemLedger
import TandemStatistics
import TandemTabular

/// One of the twelve figures, with what it rests on and what is missing.
public struct KPIResult: Sendable, Hashable {
    /// What it is.
    public let definition: KPIDefinition
    /// The figure; nil when there is nothing to make it of.
    public var value: Double?
    /// Its interval; nil when the figure is, or when too little stands behind it for one.
    public var interval: Estimate?
    /// How many independent observations it rests on.
    public var n: Int
    /// Met, not met or not yet proven.
    public var verdict: Target.Verdict
    /// What is missing for a verdict or for a figure at all; nil when nothing is.
    public var missing: String?
    /// Whether the figure is an estimate in place of an observation; never mixed with realized ones.
    public var isEstimated = false
    /// Numerator, where the figure is a ratio.
    public var numerator: Double?
    /// Denominator, where the figure is a ratio.
    public var denominator: Double?
    /// More figures that belong beside it, by name.
    public var details: [String: JSONValue] = [:]

    /// A figure with its interval; the target decides.
    init(_ definition: KPIDefinition, _ value: Double, _ interval: Estimate?, n: Int) {
        self.definition = definition
        self.value = value
        self.interval = interval
        self.n = n
        verdict = definition.target?.verdict(on: interval) ?? .notYetProven
    }

    /// No figure, and why.
    init(_ definition: KPIDefinition, missing: String) {
        self.definition = definition
        self.missing = missing
        n = 0
        verdict = .notYetProven
    }

    /// A ratio of counts with its Wilson interval and what is missing for a verdict.
    init(_ definition: KPIDefinition, _ successes: Int, of n: Int, noun: String) {
        let interval = Estimate.wilson(successes: successes, of: n)
        self.init(definition, Double(successes) / Double(max(1, n)), interval, n: n)
        numerator = Double(successes)
        denominator = Double(n)
        guard let target = definition.target, verdict == .notYetProven else { return }
        missing =
            SampleSize.additional(successes: successes, of: n, target: target).map { "needs \($0) more \(noun)" }
            ?? "the present rate is not inside the target; more \(noun) narrow the interval"
    }
}

extension JSONValue {
    /// A share with its Wilson interval as an object; null without observations.
    static func share(_ successes: Int, of n: Int) -> JSONValue {
        guard let share = Estimate.wilson(successes: successes, of: n) else { return .null }
        return [
            "value": .number(share.value), "lower": .number(share.lower), "upper": .number(share.upper),
            "n": JSONValue(share.n),
        ]
    }

    /// A value with its interval, where there is one, as an object.
    static func estimate(_ value: Double, _ interval: Estimate?) -> JSONValue {
        var members: [String: JSONValue] = ["value": JSONValue(finiteOrNull: value)]
        if let interval {
            members["lower"] = JSONValue(finiteOrNull: interval.lower)
            members["upper"] = JSONValue(finiteOrNull: interval.upper)
            members["n"] = JSONValue(interval.n)
        }
        return .object(members)
    }
}
