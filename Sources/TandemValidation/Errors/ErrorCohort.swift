import TandemStatistics

/// Rows with something in common on which a model errs more than elsewhere, found on one half and confirmed on the other.
public struct ErrorCohort: Sendable, Hashable {
    /// What the rows have in common; all conditions hold.
    public let conditions: [CohortCondition]
    /// Rows of the testing half that are in.
    public let n: Int
    /// Their mean loss on the testing half: the error rate, for errors.
    public let meanLoss: Estimate
    /// The mean loss of all other rows of the testing half.
    public let meanElsewhere: Double
    /// Loss beyond what as many rows elsewhere would have had, on the testing half.
    public let excessLoss: Double
    /// The chance of so large a difference were there none, one-sided, on the testing half.
    public let p: Double
    /// The false discovery rate at which it is called a discovery.
    public let q: Double

    /// The conditions in plain words.
    public var words: String { conditions.map(\.words).joined(separator: " and ") }
}
