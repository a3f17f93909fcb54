import TandemLedger
import TandemTabular

/// What an answer that people settled, now or anew after a correction, means for the decision it belongs to.
public enum ResolutionFollowing {
    /// What becomes of the decision's value.
    public enum Verdict: Sendable, Hashable {
        /// It was open: the answer closes it.
        case closes
        /// People closed it with another answer: it is corrected, and the caller told again.
        case corrects
        /// It stands as it is.
        case stands
    }

    /// What becomes of its audit.
    public enum AuditVerdict: Sendable, Hashable {
        /// The audit was waiting: this is its result.
        case settles(Decision.Audit)
        /// It had another result that came from people too.
        case corrects(Decision.Audit)
        /// It stands as it is.
        case stands
    }

    /// The rule for the value: a correction changes what people decided.
    ///
    /// What the model decided under a certificate and what a deadline decided is not theirs to take back; it stands.
    ///
    /// - Parameters:
    ///   - decision: as it stands.
    ///   - value: what people settled on; nil when they could not.
    /// - Returns: what becomes of the value.
    public static func verdict(on decision: Decision, value: JSONValue?) -> Verdict {
        if decision.state == .open { return .closes }
        guard let value, value != decision.value, decision.route.kind == .human, decision.action == nil,
            decision.decider != "deadline"
        else { return .stands }
        return .corrects
    }

    /// The rule for the audit: a missed one stays an error, and what the world told is not corrected by people.
    ///
    /// - Parameters:
    ///   - decision: as it stands.
    ///   - truth: the label that people settled on; nil when they could not.
    ///   - hasOutcome: whether the world told of the decision.
    /// - Returns: what becomes of the audit.
    public static func auditVerdict(on decision: Decision, truth: String?, hasOutcome: Bool) -> AuditVerdict {
        let found: Decision.Audit = truth == nil ? .unsure : truth == decision.proposal?.label ? .agreed : .wrong
        switch decision.audit {
        case .pending: return .settles(found)
        case .none, .missed: return .stands
        case .agreed, .wrong, .unsure:
            let isSame = decision.audit == found && decision.auditTruth == truth
            return isSame || hasOutcome ? .stands : .corrects(found)
        }
    }
}
