import TandemLedger

/// What a model says of a case, before anybody has decided anything.
public struct Proposal: Sendable, Hashable {
    /// Where a proposal comes from.
    public enum Source: String, Sendable, Hashable {
        /// The project's live model.
        case live
        /// The caller sent scores of a model of their own.
        case caller
    }

    /// Where it comes from.
    public let source: Source
    /// The registry's model; nil for a caller's own.
    public let model: ModelID?
    /// The version to show: `fraud-3`, or what the caller named.
    public let version: String
    /// The probability of every label, summing to about 1; empty when the model gave none.
    public let scores: [String: Double]
    /// The label with the highest probability; ties go to the first in the order of their text.
    public let label: String?

    /// A proposal from a model's scores.
    public init(source: Source, model: ModelID?, version: String, scores: [String: Double]) {
        self.source = source
        self.model = model
        self.version = version
        self.scores = scores
        label = scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.first?.key
    }

    /// The probability of `label`, 0…1.
    public var probability: Double? { label.flatMap { scores[$0] } }
}
