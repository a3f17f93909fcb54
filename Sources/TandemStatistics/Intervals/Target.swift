/// What a figure should be: at least or at most a limit.
public enum Target: Sendable, Hashable {
    /// The figure should be at least this.
    case atLeast(Double)
    /// The figure should be at most this.
    case atMost(Double)

    /// What an interval says about a target.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// The whole interval lies inside the target.
        case met
        /// The whole interval lies outside the target.
        case notMet = "not-met"
        /// The interval holds values on both sides: more observations are needed.
        case notYetProven = "not-yet-proven"
    }

    /// The verdict on an estimate; no estimate is not yet proven.
    public func verdict(on estimate: Estimate?) -> Verdict {
        guard let estimate else { return .notYetProven }
        switch self {
        case .atLeast(let limit):
            return estimate.lower >= limit ? .met : estimate.upper < limit ? .notMet : .notYetProven
        case .atMost(let limit):
            return estimate.upper <= limit ? .met : estimate.lower > limit ? .notMet : .notYetProven
        }
    }
}
