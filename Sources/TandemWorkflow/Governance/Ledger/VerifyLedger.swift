import TandemGovernance
import TandemLedger
import TandemStore

/// Reads the whole ledger and says whether anything was changed behind its back.
///
/// A ledger belongs to the installation, so the answer is about all of it; it holds places, ids and faults only.
public struct VerifyLedger: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project in which one has the right to ask; nil for administrators.
        public let project: ProjectID?

        /// What is asked.
        public init(project: ProjectID? = nil) { self.project = project }
    }

    /// What was found.
    public struct Output: Codable, Sendable, Equatable {
        /// Whether nothing was found.
        public let intact: Bool
        /// Events read.
        public let events: Int
        /// Chains read.
        public let chains: Int
        /// Checkpoints read.
        public let checkpoints: Int
        /// Checkpoints that the anchor file confirms.
        public let anchored: Int
        /// The first bad row and what is wrong with it.
        public let first: LedgerFinding?
        /// Everything found, at most a hundred.
        public let findings: [LedgerFinding]
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Verifies the ledger.
    /// - Throws: `Problem` with code `role_missing`; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(.verifyLedger, in: input.project, for: actor)
        let verifier = LedgerVerifier(
            trustedKeys: services.keys.map { [$0.publicKey] } ?? [], anchor: services.anchor)
        let report = try await services.database.read { tx in try verifier.verify(tx) }
        return Output(
            intact: report.intact, events: report.events, chains: report.chains, checkpoints: report.checkpoints,
            anchored: report.anchored, first: report.findings.first, findings: report.findings)
    }
}
