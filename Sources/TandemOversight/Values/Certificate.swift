import TandemLedger

/// A promise about automatic decisions, with what it rests on.
public struct Certificate: Sendable, Hashable {
    /// Where a certificate stands.
    public enum State: String, Sendable, Hashable, Codable {
        /// Covers decisions.
        case valid
        /// The data did not carry any promise; kept, because looking at the labels spent an attempt.
        case refused
        /// A newer one took its place.
        case replaced
        /// Somebody or a monitor took it back.
        case withdrawn
        /// Something it binds changed.
        case voided
    }

    /// Its id.
    public let id: CertificateID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// Whose decisions it is about.
    public let subject: CertificateSubject
    /// The hash of everything it binds.
    public let binding: String
    /// Which attempt on this subject it was, from 1.
    public let attempt: Int
    /// Where it stands.
    public var state: State
    /// The highest error rate asked for.
    public let maxError: Double
    /// The confidence over all attempts on this model, for example 0.95.
    public let confidence: Double
    /// The findings.
    public let details: CertificateDetails
    /// The random id of who asked for it.
    public let issuedBy: String
    /// When it was issued.
    public let issuedAt: Instant
    /// When it ended.
    public var endedAt: Instant?
    /// Why it ended.
    public var endReason: String?

    /// A certificate as it is stored.
    public init(
        id: CertificateID, workspace: WorkspaceID, project: ProjectID, subject: CertificateSubject, binding: String,
        attempt: Int,
        state: State, maxError: Double, confidence: Double, details: CertificateDetails, issuedBy: String,
        issuedAt: Instant, endedAt: Instant? = nil, endReason: String? = nil
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.subject = subject
        self.binding = binding
        self.attempt = attempt
        self.state = state
        self.maxError = maxError
        self.confidence = confidence
        self.details = details
        self.issuedBy = issuedBy
        self.issuedAt = issuedAt
        self.endedAt = endedAt
        self.endReason = endReason
    }
}

/// The findings behind a certificate, kept with it as JSON.
public struct CertificateDetails: Sendable, Hashable, Codable {
    /// The finding for one predicted label.
    public struct Label: Sendable, Hashable, Codable {
        /// The predicted label.
        public var label: String
        /// The promised error rate of automatic decisions with this label.
        public var maxError: Double
        /// From which probability on they are automatic; absent means never.
        public var threshold: Double?
        /// Calibration items with this predicted label.
        public var candidates: Int
        /// How many of them reach the threshold.
        public var accepted: Int
        /// How many of those were wrong.
        public var errors: Int
        /// The exact upper bound on the error rate at the threshold.
        public var bound: Double
        /// How many more uniformly labeled calibration items it takes if none is wrong; absent when there is a
        /// threshold.
        public var missingItems: Int?
        /// The same if the present error rate goes on; absent when that rate is too high for any number.
        public var missingItemsAtPresentRate: Int?
        /// The upper bound on the share of cases with this true label that are automatically given another.
        public var missedBound: Double
        /// How many calibration items have this true label.
        public var truths: Int

        /// A finding.
        public init(
            label: String, maxError: Double, threshold: Double?, candidates: Int, accepted: Int, errors: Int,
            bound: Double, missingItems: Int?, missingItemsAtPresentRate: Int?, missedBound: Double, truths: Int
        ) {
            self.label = label
            self.maxError = maxError
            self.threshold = threshold
            self.candidates = candidates
            self.accepted = accepted
            self.errors = errors
            self.bound = bound
            self.missingItems = missingItems
            self.missingItemsAtPresentRate = missingItemsAtPresentRate
            self.missedBound = missedBound
            self.truths = truths
        }
    }

    /// The findings, in the order of the question's labels.
    public var labels: [Label]
    /// The number of calibration items.
    public var items: Int
    /// The probability with which this attempt may fail: δ·6/(π²k²).
    public var delta: Double
    /// The share of calibration items that would be automatic.
    public var coverage: Double
    /// The estimated share of wrong labels among the truth itself; absent when nothing tells.
    public var labelNoise: Double?
    /// The SHA-256 of each bound part in hex, by the part's name.
    public var parts: [String: String]
    /// Which sources of items the labels were drawn from: `any`, or `decision` for live cases alone.
    public var sources: String
    /// The blob of the novelty reference that the population monitor compares with; absent on a refusal.
    public var noveltyBlob: String?

    /// Findings.
    public init(
        labels: [Label], items: Int, delta: Double, coverage: Double, labelNoise: Double?, parts: [String: String],
        sources: String, noveltyBlob: String?
    ) {
        self.labels = labels
        self.items = items
        self.delta = delta
        self.coverage = coverage
        self.labelNoise = labelNoise
        self.parts = parts
        self.sources = sources
        self.noveltyBlob = noveltyBlob
    }

    /// From which probability on a label is automatic.
    public var thresholds: [String: Double] {
        Dictionary(labels.compactMap { label in label.threshold.map { (label.label, $0) } }, uniquingKeysWith: { $1 })
    }
}
