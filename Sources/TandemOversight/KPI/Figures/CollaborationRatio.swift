import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 11: the share of final decisions whose last decider is a person, as `humans : AI`.
///
/// Met only while a certificate is valid: fewer people without a guarantee is no success. A default that took over at
/// a deadline is neither a person nor the model; it counts among the decisions only.
enum CollaborationRatio {
    static let definition = KPIDefinition(
        "collaboration_ratio", "Human–AI collaboration ratio", "20 : 80 or fewer by people, under a valid certificate",
        .atMost(0.2),
        reads: [.decisionClosed, .certificateIssued, .certificateWithdrawn, .certificateVoided])

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var last: [Int32: Closing.Decider] = [:]
        last.reserveCapacity(events.closings.count)
        for closing in events.closings { last[closing.decision] = closing.decider }
        let human = last.values.count { $0 == .human }
        guard !last.isEmpty else { return KPIResult(definition, missing: "needs closed decisions") }
        let holds = certificateHolds(events)
        var result = KPIResult(definition, human, of: last.count, noun: "decisions")
        let share = Int((100 * Double(human) / Double(last.count)).rounded())
        let recent = events.closings.suffix(100)
        result.details = [
            "certificate_valid": .bool(holds), "text": .string("\(share) : \(100 - share)"),
            "deadline": JSONValue(last.values.count { $0 == .deadline }),
            "last_100": .share(recent.count { $0.decider == .human }, of: recent.count),
        ]
        if !holds {
            if result.verdict == .met { result.verdict = .notMet }
            result.missing = "no certificate is valid now"
        }
        return result
    }

    /// Whether the certificate issued last has neither been withdrawn nor voided; a project has one at a time.
    private static func certificateHolds(_ events: KPIEvents) -> Bool {
        let ends = Set((events[.certificateWithdrawn] + events[.certificateVoided]).map(\.subject))
        return events[.certificateIssued].last.map { !ends.contains($0.subject) } ?? false
    }
}
