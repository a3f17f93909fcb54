import TandemLedger

/// The sentence that people may give with a change of the live model; kept in the registry, never in an event.
enum ReasonText {
    /// - Throws: `Problem` invalid when it is longer than 1,000 characters.
    static func check(_ reason: String?) throws(Problem) {
        if let reason, reason.count > 1_000 {
            throw Problem(.invalid, "reason_too_long", "A reason has at most 1,000 characters.", at: "/reason")
        }
    }
}
