/// Something that watches a stream, one observation at a time, and calls when it has changed.
///
/// Extension point: one file, and one line in the conformance list.
///
/// A detector is a plain value: observing is pure, it never looks at a clock, and its whole memory can be stored as
/// lists of numbers after each observation and restored by another process.
public protocol Detector: Sendable, Hashable {
    /// What it watches.
    associatedtype Observation: Sendable

    /// A stable name, as it stands in events.
    static var name: String { get }

    /// Takes in one observation.
    mutating func observe(_ observation: Observation)

    /// How many observations it has taken in.
    var observations: Int { get }

    /// The evidence for a change, on the scale of ``threshold``; around 1 while nothing happens.
    var evidence: Double { get }

    /// The evidence from which on it calls.
    var threshold: Double { get }

    /// Whether it has called; once it has, it stays so until a new one is started.
    var fired: Bool { get }

    /// Everything it remembers, settings included.
    var state: [String: [Double]] { get }

    /// Takes up where the stored one stopped; nil when the state is not one of this detector's.
    init?(state: [String: [Double]])
}
