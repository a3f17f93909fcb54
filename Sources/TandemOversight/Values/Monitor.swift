import TandemLedger
import TandemTabular

/// A test that runs along with a certificate and ends it when its evidence passes a threshold.
public struct Monitor: Sendable, Hashable {
    /// The project.
    public let project: ProjectID
    /// The workspace.
    public let workspace: WorkspaceID
    /// Its name: `population`, or `errors:` and a label.
    public let name: String
    /// What it carries from one observation to the next.
    public var state: JSONValue
    /// The evidence against “all is as certified”: an e-value, 1 at the start.
    public var evidence: Double
    /// The evidence at which it fires: 1/α, α being its false-alarm budget over the certificate's life.
    public let threshold: Double
    /// How large the change is, in the monitor's own unit.
    public var effect: Double
    /// How many observations it has seen.
    public var seen: Int
    /// The certificate it watches over.
    public let certificate: CertificateID?
    /// When it fired.
    public var firedAt: Instant?
    /// When it last changed.
    public var updatedAt: Instant

    /// A monitor as it is stored.
    public init(
        project: ProjectID, workspace: WorkspaceID, name: String, state: JSONValue, evidence: Double = 1,
        threshold: Double, effect: Double = 0, seen: Int = 0, certificate: CertificateID?, firedAt: Instant? = nil,
        updatedAt: Instant
    ) {
        self.project = project
        self.workspace = workspace
        self.name = name
        self.state = state
        self.evidence = evidence
        self.threshold = threshold
        self.effect = effect
        self.seen = seen
        self.certificate = certificate
        self.firedAt = firedAt
        self.updatedAt = updatedAt
    }

    /// The name of the monitor of live inputs.
    public static let population = "population"

    /// The name of the monitor of audited automatic decisions with a label.
    public static func errors(_ label: String) -> String { "errors:\(label)" }
}
