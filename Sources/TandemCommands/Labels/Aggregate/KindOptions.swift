import TandemTabular

/// What the aggregation of every kind of answer understands.
public struct KindOptions: Sendable, Hashable {
    /// How the input is laid out; nil to tell by the file's ending.
    public var format: TableFormat?
    /// The method of the kind; nil for its default.
    public var method: String?
    /// Where the workers' table goes; nil for nowhere.
    public var workers: String?
    /// Start of everything random.
    public var seed: UInt64 = 1
    /// Threads to compute with.
    public var threads = 1
    /// For spans and boxes: the least intersection over union of two regions that mean the same.
    public var overlap = 0.5
    /// For spans and boxes: the share of workers above which a region is accepted.
    public var quorum = 0.5

    /// Options with their defaults.
    public init() {}

    /// The method asked for, or the default.
    func method<Method: RawRepresentable & CaseIterable>(
        _ kind: String, default usual: Method
    ) throws -> Method where Method.RawValue == String {
        guard let method else { return usual }
        guard let chosen = Method(rawValue: method) else {
            let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandProblem.usage("--kind \(kind) has no method \(method); it has \(known)")
        }
        return chosen
    }
}
