/// Takes how long things took, so that operators can watch them; figures of one process, gone when it ends.
public protocol Meter: Sendable {
    /// Takes one observation.
    func observe(_ measure: Measure, seconds: Double)
}

/// What is measured.
public enum Measure: Sendable, Hashable, CaseIterable {
    /// Scoring one or more cases with a model, outside any transaction.
    case inference
    /// From the making of a task to its claim.
    case taskWait
}

/// Measures nothing: for the command line and most tests.
public struct NoMeter: Meter {
    /// A meter that measures nothing.
    public init() {}

    /// Does nothing.
    public func observe(_ measure: Measure, seconds: Double) {}
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
