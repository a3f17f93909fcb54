import Synchronization

/// Counts, gauges and histograms of this process, printed for Prometheus.
///
/// Ids and addresses never stand in labels; the label sets are small and fixed by our own code.
public final class MetricRegistry: Sendable {
    /// A metric's name, kind and help, as it is printed.
    public struct Family: Sendable, Hashable {
        /// What kind of numbers it holds.
        public enum Kind: String, Sendable { case counter, gauge, histogram }
        let name: String
        let kind: Kind
        let help: String

        /// A family; counters are named without `_total`.
        public init(_ name: String, _ kind: Kind, _ help: String) {
            self.name = name
            self.kind = kind
            self.help = help
        }
    }

    struct Histogram {
        var counts: [Int]
        var sum: Double
    }

    struct State {
        var values: [Family: [String: Double]] = [:]
        var histograms: [Family: [String: Histogram]] = [:]
    }

    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private let state = Mutex(State())

    /// An empty registry.
    public init() {}

    /// Adds to a counter.
    public func add(_ family: Family, _ amount: Double = 1, labels: [(String, String)] = []) {
        let labels = Self.text(labels)
        state.withLock { $0.values[family, default: [:]][labels, default: 0] += amount }
    }

    /// Sets a gauge.
    public func set(_ family: Family, _ value: Double, labels: [(String, String)] = []) {
        let labels = Self.text(labels)
        state.withLock { $0.values[family, default: [:]][labels] = value }
    }

    /// Sets all values of a counter or gauge that is kept elsewhere; those that are not named are gone.
    ///
    /// Values with the same labels, as of projects of two workspaces with one name, are added up.
    public func replace(_ family: Family, _ samples: [(labels: [(String, String)], value: Double)]) {
        let values = Dictionary(samples.map { (Self.text($0.labels), $0.value) }, uniquingKeysWith: +)
        state.withLock { $0.values[family] = values.isEmpty ? nil : values }
    }

    /// Adds an observation to a histogram.
    public func observe(_ family: Family, _ value: Double, labels: [(String, String)] = []) {
        let labels = Self.text(labels)
        let place = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        state.withLock { state in
            var histogram =
                state.histograms[family]?[labels]
                ?? Histogram(counts: Array(repeating: 0, count: Self.bounds.count + 1), sum: 0)
            histogram.counts[place] += 1
            histogram.sum += value
            state.histograms[family, default: [:]][labels] = histogram
        }
    }

    /// All of it in Prometheus' text format, or in OpenMetrics 1.0.
    public func text(openMetrics: Bool) -> String {
        let state = state.withLock { $0 }
        let families = Set(state.values.keys).union(state.histograms.keys).sorted { $0.name < $1.name }
        var lines: [String] = []
        for family in families {
            let sample = family.kind == .counter ? family.name + "_total" : family.name
            let head = openMetrics ? family.name : sample
            lines.append("# TYPE \(head) \(family.kind.rawValue)")
            lines.append("# HELP \(head) \(family.help)")
            for (labels, value) in (state.values[family] ?? [:]).sorted(by: { $0.key < $1.key }) {
                lines.append("\(sample)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(value))")
            }
            for (labels, histogram) in (state.histograms[family] ?? [:]).sorted(by: { $0.key < $1.key }) {
                lines += Self.lines(family.name, labels, histogram)
            }
        }
        if openMetrics { lines.append("# EOF") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ name: String, _ labels: String, _ histogram: Histogram) -> [String] {
        let comma = labels.isEmpty ? "" : ","
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        var total = 0
        var lines: [String] = []
        for (bound, count) in zip(bounds.map { number($0) } + ["+Inf"], histogram.counts) {
            total += count
            lines.append("\(name)_bucket{\(labels)\(comma)le=\"\(bound)\"} \(total)")
        }
        return lines + ["\(name)_sum\(braces) \(number(histogram.sum))", "\(name)_count\(braces) \(total)"]
    }

    private static func number(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
    }

    private static func text(_ labels: [(String, String)]) -> String {
        var text = ""
        text.reserveCapacity(labels.isEmpty ? 0 : 120)
        for (name, value) in labels {
            text += text.isEmpty ? "" : ","
            text += name
            text += "=\""
            text += escaped(value)
            text += "\""
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        // Nearly all labels are routes and methods, with nothing to escape.
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
