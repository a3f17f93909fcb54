import TandemLedger
import TandemOversight
import TandemTabular

/// A certificate, or the refusal of one, as the API and pages show it.
public struct CertificateView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: CertificateID
    /// The project.
    public var project: ProjectID
    /// The live model it is about; absent when it is about a caller's own.
    public var model: ModelID?
    /// The version of the caller's own model it is about.
    public var modelVersion: String?
    /// `valid`, `refused`, `replaced`, `withdrawn` or `voided`.
    public var state: Certificate.State
    /// Which attempt on this model it was; 0 for a refusal before any label was looked at.
    public var attempt: Int
    /// The highest error rate asked for.
    public var maxError: Double
    /// The confidence over all attempts on this model.
    public var confidence: Double
    /// The hash of everything it binds.
    public var binding: String
    /// The findings by label, with what is missing.
    public var labels: [CertificateDetails.Label]
    /// What is missing, in sentences; empty for a certificate that covers every label.
    public var missing: [String]
    /// The number of calibration items.
    public var items: Int
    /// The share of calibration items that would be automatic.
    public var coverage: Double
    /// The estimated share of wrong labels among the truth itself.
    public var labelNoise: Double?
    /// Which sources of items the labels were drawn from.
    public var sources: String
    /// The random id of who asked for it.
    public var issuedBy: String
    /// When it was issued.
    public var issuedAt: Instant
    /// When it ended.
    public var endedAt: Instant?
    /// Why it ended.
    public var endReason: String?

    init(_ certificate: Certificate) {
        let details = certificate.details
        id = certificate.id
        project = certificate.project
        model = certificate.subject.model
        modelVersion = certificate.subject.callerVersion
        state = certificate.state
        attempt = certificate.attempt
        maxError = certificate.maxError
        confidence = certificate.confidence
        binding = certificate.binding
        labels = details.labels
        missing = details.missing
        items = details.items
        coverage = details.coverage
        labelNoise = details.labelNoise
        sources = details.sources
        issuedBy = certificate.issuedBy
        issuedAt = certificate.issuedAt
        endedAt = certificate.endedAt
        endReason = certificate.endReason
    }
}

extension CertificateDetails {
    /// What is missing for each label that has no threshold, in sentences.
    var missing: [String] {
        var sentences = labels.filter { $0.threshold == nil }.map { label in
            guard let clean = label.missingItems else { return "\(label.label) is never automatic by rule." }
            let going =
                label.missingItemsAtPresentRate.map { "about \($0) at the present error rate" }
                ?? "no number is enough at the present error rate"
            return "\(label.label) needs \(clean) more uniformly labeled calibration items it is predicted for, "
                + "if none is wrong; \(going)."
        }
        if items < Monitor.leastReference {
            sentences.append("A population needs \(Monitor.leastReference - items) more calibration items.")
        }
        return sentences
    }
}

/// A monitor as pages show it.
public struct MonitorView: Sendable, Codable, Hashable {
    /// `population`, or `errors:` and a label.
    public var name: String
    /// The e-value against “all is as certified”; 1 at the start.
    public var evidence: Double
    /// The e-value at which it fires.
    public var threshold: Double
    /// How large the change is: excess of the population stability index, or the observed error rate.
    public var effect: Double
    /// How many observations it has seen.
    public var seen: Int
    /// The certificate it watches over.
    public var certificate: CertificateID?
    /// When it fired.
    public var firedAt: Instant?
    /// When it last changed.
    public var updatedAt: Instant

    init(_ monitor: Monitor) {
        name = monitor.name
        evidence = monitor.evidence
        threshold = monitor.threshold
        effect = monitor.effect
        seen = monitor.seen
        certificate = monitor.certificate
        firedAt = monitor.firedAt
        updatedAt = monitor.updatedAt
    }
}
