import TandemLedger
import TandemTabular

/// Decides what becomes of an answer that arrives under a lease, old or new.
public enum SubmissionRules {
    /// What becomes of it.
    public enum Verdict: Sendable, Hashable {
        /// It counts; `late` when the lease had ended, `endingLease` when a lease of this person still holds a place.
        case counts(late: Bool, endingLease: Bool)
        /// Every place is taken or the task has ended: it is kept and marked late.
        case keptLate
        /// This person has answered already; `first` says what.
        case answeredBefore(first: Annotation)
    }

    /// The rule.
    ///
    /// - Parameters:
    ///   - task: the task as it stands, expired leases already ended.
    ///   - lease: the lease that the answer names.
    ///   - live: the lease by which this person holds the task now, if any.
    ///   - standing: this person's answer to the task, if any.
    /// - Returns: what becomes of the answer.
    public static func judge(
        task: WorkTask, lease: Lease, live: Lease?, standing: Annotation?
    ) -> Verdict {
        if let standing { return .answeredBefore(first: standing) }
        let isLate = lease.endedAt != nil
        if task.state.isEnded { return .keptLate }
        if live != nil { return .counts(late: isLate, endingLease: true) }
        return task.hasPlace ? .counts(late: true, endingLease: false) : .keptLate
    }

    /// Whether a replayed answer says what the first one said.
    public static func isSame(_ first: Annotation, value: JSONValue?, unsure: Bool) -> Bool {
        first.unsure == unsure && first.value == value
    }
}
