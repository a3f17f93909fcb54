import TandemLedger
import TandemTabular

/// Decides whether the model or a person decides a case.
///
/// A pure function of what is known: the safe side (a person) is taken whenever anything is missing.
public enum RoutingRules {
    /// The route of one case.
    ///
    /// - Parameters:
    ///   - proposal: what the model says; nil when there is no model and no scores were sent.
    ///   - certificate: as read in the decision's own transaction.
    ///   - policy: the project's policy.
    ///   - item: the item's values by column.
    ///   - askPerson: whether the caller asks for a person.
    ///   - monitors: the names of the monitors that have fired.
    ///   - coin: whether the audit coin, thrown before scoring, chose this case.
    /// - Returns: `auto` only if nothing at all speaks for a person.
    public static func route(
        _ proposal: Proposal?, certificate: CertificateStanding, policy: RoutingPolicy, item: [String: JSONValue],
        askPerson: Bool, monitors: [String], coin: Bool
    ) -> Route {
        var reasons: [RoutingReason] = []
        if askPerson { reasons.append(RoutingReason(.askedForPerson, "The caller asked for a person.")) }
        let facts = RuleFacts(item: item, label: proposal?.label, probability: proposal?.probability)
        var priority: Int?
        for rule in policy.rules where !rule.isAboutActions(columns: item) {
            guard let reason = reason(of: rule, facts) else { continue }
            reasons.append(reason)
            if let asked = rule.priority { priority = min(priority ?? asked, asked) }
        }
        for monitor in monitors {
            reasons.append(RoutingReason(.monitorFired, "The monitor \(monitor) has fired."))
        }
        let (covered, uncovered) = coverage(of: proposal, by: certificate)
        reasons += uncovered
        guard reasons.isEmpty, let covered else {
            return Route(kind: .human, reasons: reasons, audited: coin, priority: priority)
        }
        return Route(kind: .auto, reasons: [covered], audited: coin, priority: nil)
    }

    private static func reason(of rule: PolicyRule, _ facts: RuleFacts) -> RoutingReason? {
        switch rule.condition.holds(for: facts) {
        case true?: RoutingReason(.rule, rule.source)
        case false?: nil
        case nil:
            RoutingReason(.ruleUndecided, "\(rule.source) (a value is missing or of another type)")
        }
    }

    /// Either the reason why the certificate covers the proposal, or the reasons why it does not.
    private static func coverage(
        of proposal: Proposal?, by certificate: CertificateStanding
    ) -> (covered: RoutingReason?, uncovered: [RoutingReason]) {
        var missing: [RoutingReason] = []
        var thresholds: [String: Double] = [:]
        var subject: CertificateSubject?
        switch certificate {
        case .none: missing.append(RoutingReason(.noCertificate, "There is no valid certificate."))
        case .unbound(let id, let changed):
            let parts = changed.map(\.rawValue).joined(separator: ", ")
            missing.append(
                RoutingReason(.certificateUnbound, "Certificate \(id) no longer holds: \(parts) changed."))
        case .valid(_, let about, let covered): (subject, thresholds) = (about, covered)
        }
        guard let proposal else { return (nil, missing + [RoutingReason(.noModel, "There is no live model.")]) }
        guard let label = proposal.label, let probability = proposal.probability else {
            return (nil, missing + [RoutingReason(.noLabel, "The proposal has no label with a score.")])
        }
        guard missing.isEmpty else { return (nil, missing) }
        guard let subject, subject.covers(proposal) else {
            let about = subject?.callerVersion ?? "the live model"
            let text = "The certificate is about \(about), not \(proposal.version)."
            return (nil, [RoutingReason(.modelUncertified, text)])
        }
        guard let threshold = thresholds[label] else {
            return (nil, [RoutingReason(.labelUncertified, "The certificate does not cover the label \(label).")])
        }
        guard probability >= threshold else {
            let text = "The probability of \(label) is below the certified \(threshold)."
            return (nil, [RoutingReason(.belowThreshold, text)])
        }
        return (RoutingReason(.certified, "Certified: \(label) with a probability of at least \(threshold)."), [])
    }
}
