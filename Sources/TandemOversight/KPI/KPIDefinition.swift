import TandemLedger
import TandemStatistics

/// What a figure is called, where its target lies and which events it reads.
public struct KPIDefinition: Sendable, Hashable {
    /// Stable name, as `labeling_accuracy`.
    public let key: String
    /// Name to show.
    public let name: String
    /// The target in words.
    public let targetText: String
    /// The limit that the target names, in the unit of the value; nil where a trend decides.
    public let target: Target?
    /// Unit of value and interval: `ratio`, `percent`, `hours`, `cost`.
    public let unit: String
    /// The kinds of events it is made of.
    public let reads: [EventKind]

    init(
        _ key: String, _ name: String, _ targetText: String, _ target: Target? = nil, unit: String = "ratio",
        reads: [EventKind]
    ) {
        self.key = key
        self.name = name
        self.targetText = targetText
        self.target = target
        self.unit = unit
        self.reads = reads
    }
}
