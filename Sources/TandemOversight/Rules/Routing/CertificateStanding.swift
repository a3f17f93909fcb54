import TandemLedger

/// Whether a project's automatic decisions are covered, as read inside the decision's own transaction.
public enum CertificateStanding: Sendable, Hashable {
    /// There is no valid certificate.
    case none
    /// There is one, but something it binds has changed since it was issued.
    case unbound(CertificateID, changed: [CertificateBinding.Part])
    /// It is valid; a label that its subject predicts may be decided automatically from this score on.
    case valid(CertificateID, about: CertificateSubject, thresholds: [String: Double])

    /// The certificate that covers an automatic decision.
    public var id: CertificateID? {
        if case .valid(let id, _, _) = self { id } else { nil }
    }
}
