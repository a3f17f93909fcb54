import TandemLedger
import TandemTabular

/// What becomes of an answer that a person gives in place of an earlier one of theirs.
public enum CorrectionRules {
    /// What becomes of it.
    public enum Verdict: Sendable, Hashable {
        /// It says what the earlier one said; nothing is written.
        case same
        /// It counts from now on; the earlier one stays, marked as superseded.
        case counts
        /// It is kept beside the first answer, which goes on counting.
        case keptBeside
    }

    /// The rule: a second thought counts, unless it could no longer be independent where independence is what the
    /// answer is for.
    ///
    /// - Parameters:
    ///   - first: the answer that counts so far, or that came late.
    ///   - latest: the newest one; `first` itself unless a second thought was kept beside it.
    ///   - value: what is said now.
    ///   - unsure: whether the person is unsure now.
    ///   - hasSeenModel: whether the person has seen what the model says of the item.
    ///   - purpose: why the task exists.
    ///   - role: what the item may be used for.
    /// - Returns: what becomes of it.
    public static func judge(
        first: Annotation, latest: Annotation, value: JSONValue?, unsure: Bool, hasSeenModel: Bool,
        purpose: TaskPurpose, role: ItemRole
    ) -> Verdict {
        if SubmissionRules.isSame(latest, value: value, unsure: unsure) { return .same }
        if first.state == .late { return .keptBeside }
        let wasIndependent = first.mode == .manual && isForIndependence(purpose: purpose, role: role)
        return hasSeenModel && wasIndependent ? .keptBeside : .counts
    }

    /// Whether answers to such tasks calibrate, evaluate, audit or measure people, and must not follow the model.
    public static func isForIndependence(purpose: TaskPurpose, role: ItemRole) -> Bool {
        switch purpose {
        case .audit, .gold, .repeat: true
        case .work: role != .train
        case .decision, .seeded: false
        }
    }
}
