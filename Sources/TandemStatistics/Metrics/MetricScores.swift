/// Metrics by name, each a number or the reason why there is none.
public struct MetricScores: Sendable, Hashable {
    /// One metric.
    public struct Score: Sendable, Hashable {
        /// scikit-learn's name where it has the metric.
        public let name: String
        /// The value; nil where undefined.
        public let value: Double?
        /// Why it is undefined; nil where it is not.
        public let reason: String?
    }

    /// The metrics, in a fixed order.
    public private(set) var all: [Score] = []

    /// No metrics.
    public init() {}

    /// Adds a metric; one that is nil or not finite is undefined for `reason`.
    public mutating func add(_ name: String, _ value: Double?, else reason: String) {
        let finite = value.flatMap { $0.isFinite ? $0 : nil }
        all.append(Score(name: name, value: finite, reason: finite == nil ? reason : nil))
    }

    /// Adds all metrics of another list.
    public mutating func add(_ others: MetricScores) { all += others.all }

    /// The value of a metric; nil where undefined or absent.
    public subscript(name: String) -> Double? { all.first { $0.name == name }?.value }

    /// The metrics whose name is in a set, in their order.
    public func filtered(_ isWanted: (String) -> Bool) -> MetricScores {
        var kept = MetricScores()
        kept.all = all.filter { isWanted($0.name) }
        return kept
    }

    /// The values in order, NaN where undefined.
    public var values: [Double] { all.map { $0.value ?? .nan } }

    /// Whether less of a metric is better.
    public static func isLoss(_ name: String) -> Bool {
        ["loss", "error", "deviance", "rate"].contains { name.hasSuffix($0) || name.contains("_\($0)_") }
            && !name.hasPrefix("d2_") || name == "negative_likelihood_ratio"
    }
}
