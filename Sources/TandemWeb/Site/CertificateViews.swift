import TandemGovernance
import TandemLedger
import TandemOversight
import TandemWork
import TandemWorkflow

/// Tells in plain words what the certificate says, or what one still needs.
struct CertificateViews: Sendable {
    let visit: Visit
    let listed: ListCertificates.Output
    let models: ListModels.Output
    let roster: Roster
    /// Versions that callers sent with their own scores lately.
    let callerVersions: [String]

    /// The certificate that is shown: the valid one, else the newest.
    private var shown: CertificateView? { listed.valid ?? listed.items.first }

    var tone: Tone {
        switch shown?.state {
        case .valid: .good
        case .withdrawn: .bad
        case .refused, .voided, .replaced: .warn
        case nil: .neutral
        }
    }

    var state: String { shown?.state.rawValue ?? "none yet" }

    var claim: String {
        guard let shown else {
            return models.live == nil
                ? "People decide every case: there is no live model yet."
                : "People decide every case until a certificate is issued."
        }
        guard shown.state == .valid else { return "No automatic decision is taken: \(ending(shown))." }
        let confidence = Show.percent(shown.confidence)
        let covered = shown.labels.filter { $0.threshold != nil }.map { found in
            "labeled \(text(found.label)) err at most \(Show.percent(found.maxError))"
        }
        return "Automatic decisions \(covered.joined(separator: "; those ")), with \(confidence) confidence."
    }

    private func ending(_ certificate: CertificateView) -> String {
        switch certificate.state {
        case .refused: "the labels do not carry a certificate yet"
        case .withdrawn, .voided, .replaced, .valid:
            "the certificate was \(certificate.state.rawValue)"
                + (certificate.endedAt.map { " at \(Show.minute($0))" } ?? "")
        }
    }

    var detail: String {
        guard let shown else { return "It is calibrated on cases that people answered without seeing the model." }
        var parts = [
            "For model \(name(shown)), on \(Show.count(shown.items)) calibration cases; "
                + "\(Show.percent(shown.coverage)) of them would be automatic."
        ]
        if let noise = shown.labelNoise {
            let single = shown.answerNoise.map { " (single answers: \(Show.percent($0)))" } ?? ""
            parts.append("Estimated error of the labels that people agreed on: \(Show.percent(noise))\(single).")
        }
        if let reason = shown.endReason { parts.append("Why it ended: \(EndReason.sentence(reason) ?? reason).") }
        if shown.state == .valid {
            parts.append("A change of model, calibrator, policy or population voids it.")
            let watching = listed.monitors.map { monitor in
                "\(monitor.name.replacing(":", with: " of ")) at \(Show.three(monitor.evidence)) of "
                    + "\(Show.decimal(monitor.threshold)) after \(Show.count(monitor.seen))"
            }
            if !watching.isEmpty {
                parts.append("Monitors (evidence against it): \(watching.joined(separator: "; ")).")
            }
        }
        return parts.joined(separator: " ")
    }

    var missing: QualityPage.MissingEvidence? {
        guard let shown, let first = shown.missing.first else { return nil }
        return .init(missingTitle: first, missingText: shown.missing.dropFirst().joined(separator: " "))
    }

    var thresholds: [QualityPage.LabelThreshold] {
        (shown?.labels ?? []).map { found in
            .init(
                label: text(found.label), threshold: found.threshold.map { "≥ " + Show.three($0) } ?? "never",
                allowed: Show.percent(found.maxError), bound: found.threshold == nil ? "–" : Show.percent(found.bound),
                counts: "\(Show.count(found.errors)) / \(Show.count(found.accepted))",
                coverage: found.candidates > 0
                    ? Show.percent(found.threshold == nil ? 0 : Double(found.accepted) / Double(found.candidates))
                    : "–",
                misses: Show.percent(found.missedBound))
        }
    }

    var mayIssue: Bool { visit.mayDo(.issueCertificate) }

    var versionHint: String { models.live.map { "live model \($0.name)" } ?? "such as shop-7" }

    var issueNote: String {
        guard visit.mayDo(.issueCertificate) else { return "Your roles here do not include issuing one." }
        guard let live = models.live else {
            return "There is no live model: promote one, or name the version of your own."
        }
        let attempt = (listed.items.filter { $0.model == live.model }.map(\.attempt).max() ?? 0) + 1
        // The attempts' parts 6/(π²k²) sum to 1.
        let share = 6 / (Double.pi * Double.pi * Double(attempt * attempt))
        return "Attempt \(attempt) on \(live.name): "
            + "it may spend \(Show.percent(share)) of the doubt that the confidence leaves."
    }

    var withdrawAction: String? {
        guard let valid = listed.valid, visit.mayDo(.withdrawCertificate) else { return nil }
        return SiteURL.certificates(visit.slug) + "/\(valid.id)/withdraw"
    }

    /// Newest first: beginnings and ends.
    var history: [TimelineEntry] {
        let moments = listed.items.flatMap { certificate -> [(at: Instant, entry: TimelineEntry)] in
            let isRefusal = certificate.state == .refused
            let begun = entry(
                "\(isRefusal ? "Refused" : "Issued") for \(name(certificate))",
                certificate.issuedAt, isRefusal ? .warn : .good, roster.person(certificate.issuedBy))
            guard let ended = certificate.endedAt, !isRefusal else { return [(certificate.issuedAt, begun)] }
            let what =
                TaskScreen.words(certificate.state.rawValue)
                + (EndReason.sentence(certificate.endReason).map { ": \($0)" } ?? "")
            let tone: Tone = certificate.state == .withdrawn ? .bad : .warn
            return [(certificate.issuedAt, begun), (ended, entry(what, ended, tone, nil))]
        }
        return moments.sorted { $0.at > $1.at }.prefix(12).map(\.entry)
    }

    private func entry(_ what: String, _ at: Instant, _ tone: Tone, _ who: PersonView?) -> TimelineEntry {
        TimelineEntry(what: what, at: at.iso8601, when: Show.minute(at), who: who, tone: tone)
    }

    private func name(_ certificate: CertificateView) -> String {
        certificate.modelVersion ?? models.items.first { $0.id == certificate.model }?.name ?? "an older model"
    }

    private func text(_ label: String) -> String {
        visit.project.question.labels.first { $0.value == label }?.text ?? label
    }
}
