import TandemTabular

/// One real case of a demo: what the program sees, and the truth, which only simulated people and outcomes see.
public struct DemoRow: Sendable {
    /// The case's own key.
    public let key: String
    /// What is imported or sent for a decision.
    public let content: [String: JSONValue]
    /// The true label.
    public let truth: String
    /// Whether it belongs to the pattern that is held back until later.
    public let isHeldBack: Bool
}
