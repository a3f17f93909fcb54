import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 11: the share of final decisions whose last decider is a person, as `humans : AI`.
///
/// Met only while a certificate is valid: fewer people without a guarantee is no success.
enum CollaborationRatio {
    static let definition = KPIDefinition(
        "collaboration_ratio", "Human–AI collaboration ratio", "20 : 80 or fewer by people, under a valid certificate",
        .atMost(0.2), unit: "human:ai")

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var last: [String: KPIEvent] = [:]
        for event in events[.decisionClosed] { last[event.subject] = event }
        let human = last.values.count { $0.text("decider") == "human" }
        let estimate = Estimate.wilson(successes: human, of: last.count)
        let holds = certificateHolds(events)
        let recent = recentShare(events)
        var details: [String: JSONValue] = ["certificate_valid": .bool(holds)]
        if let recent { details["last_100"] = .number(recent) }
        let share = estimate.map { Int((100 * $0.value).rounded()) }
        if let share { details["text"] = .string("\(share) : \(100 - share)") }
        var verdict = definition.target?.verdict(on: estimate) ?? .notYetProven
        if verdict == .met, !holds { verdict = .notMet }
        var missing: String?
        if last.isEmpty {
            missing = "needs closed decisions"
        } else if !holds {
            missing = "no certificate is valid now"
        }
        return KPIResult(
            definition, estimate, verdict: verdict, missing: missing, numerator: Double(human),
            denominator: Double(last.count), details: details)
    }

    private static func certificateHolds(_ events: KPIEvents) -> Bool {
        let changes = events[.certificateIssued] + events[.certificateWithdrawn] + events[.certificateVoided]
        var valid: Set<String> = []
        for event in changes.sorted(by: { $0.at < $1.at }) {
            if event.kind == EventKind.certificateIssued.rawValue {
                valid.insert(event.subject)
            } else {
                valid.remove(event.subject)
            }
        }
        return !valid.isEmpty
    }

    private static func recentShare(_ events: KPIEvents) -> Double? {
        let recent = events[.decisionClosed].suffix(100)
        guard !recent.isEmpty else { return nil }
        return Double(recent.count { $0.text("decider") == "human" }) / Double(recent.count)
    }
}
