import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Takes a project's valid certificate back; from then on people decide.
public struct WithdrawCertificate: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The certificate.
        public var certificate: CertificateID
        /// Why, 1 to 500 characters; stays with the certificate and never enters the ledger.
        public var reason: String

        /// An input.
        public init(certificate: CertificateID, reason: String) {
            self.certificate = certificate
            self.reason = reason
        }
    }

    /// The certificate as it is then.
    public typealias Output = CertificateView

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> CertificateView {
        guard (1...500).contains(input.reason.count) else {
            throw Problem(.invalid, "reason_invalid", "A reason has 1 to 500 characters.", at: "/reason")
        }
        let now = services.clock.now
        return try await services.database.write { tx in
            let found = try CertificateStore.find(input.certificate, in: actor.workspace, tx)
            let (project, role) = try WorkAccess.project(
                found.project.rawValue, for: .withdrawCertificate, as: actor, tx)
            guard try CertificateStore.end(found.id, as: .withdrawn, because: input.reason, at: now, in: tx) else {
                throw Problem(
                    .conflict, "certificate_not_valid", "This certificate is \(found.state.rawValue), not valid.")
            }
            try services.ledger.append(
                [
                    EventDraft(
                        .certificateWithdrawn, by: actor, as: role, project: project.id, subject: found.id.rawValue,
                        correlation: found.id.rawValue, policyVersion: project.policyVersion,
                        facts: ["reason": "person"])
                ], in: tx)
            tx.hint("project:\(project.id)")
            return CertificateView(try CertificateStore.find(found.id, in: actor.workspace, tx))
        }
    }
}
