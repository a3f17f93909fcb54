import TandemLedger
import TandemTabular

/// What a project has decided about its live cases; JSON in the project's `policy`.
///
/// ```json
/// {"rules": ["amount > 2000 -> human"], "audit_share": 0.25, "deadline_seconds": 86400, "default": "legitimate"}
/// ```
public struct RoutingPolicy: Sendable, Hashable {
    /// Rules that send a case to a person; the certificate binds them.
    public var rules: [PolicyRule]
    /// The probability with which a decision is audited blind, 0…1; default 0.1.
    public var auditShare: Double
    /// Seconds within which an audit must be answered; after that it counts as an error; default seven days.
    public var auditDeadlineSeconds: Int
    /// Seconds within which a person must decide; nil means there is no hurry.
    public var deadlineSeconds: Int?
    /// The label that a decision gets when its deadline passes; nil leaves it open and makes it most urgent.
    public var defaultLabel: String?
    /// Where closed human decisions are sent unless the caller names an address.
    public var callback: String?
    /// The priority of decision tasks, 0 most urgent … 99; default 20.
    public var priority: Int
    /// How many people answer a decision task; default 1.
    public var overlap: Int
    /// Whether outcomes are seen whatever was decided; only then do they count as truth; default false.
    public var outcomesAlwaysSeen: Bool
    /// The names of agents' actions that go without a person unless a rule asks for one; default none.
    public var automaticActions: [String]

    /// A policy; the defaults are those of an empty JSON object.
    public init(
        rules: [PolicyRule] = [], auditShare: Double = 0.1, auditDeadlineSeconds: Int = 604_800,
        deadlineSeconds: Int? = nil, defaultLabel: String? = nil, callback: String? = nil, priority: Int = 20,
        overlap: Int = 1, outcomesAlwaysSeen: Bool = false,
        automaticActions: [String] = []
    ) {
        self.rules = rules
        self.auditShare = auditShare
        self.auditDeadlineSeconds = auditDeadlineSeconds
        self.deadlineSeconds = deadlineSeconds
        self.defaultLabel = defaultLabel
        self.callback = callback
        self.priority = priority
        self.overlap = overlap
        self.outcomesAlwaysSeen = outcomesAlwaysSeen
        self.automaticActions = automaticActions
    }

    /// The policy as JSON, every member written out.
    public var json: JSONValue {
        [
            "rules": .array(rules.map { .string($0.source) }), "audit_share": .number(auditShare),
            "audit_deadline_seconds": JSONValue(auditDeadlineSeconds),
            "deadline_seconds": deadlineSeconds.map { JSONValue($0) } ?? .null,
            "default": JSONValue(orNull: defaultLabel), "callback": JSONValue(orNull: callback),
            "priority": JSONValue(priority), "overlap": JSONValue(overlap),
            "outcomes_always_seen": .bool(outcomesAlwaysSeen),
            "automatic_actions": .array(automaticActions.map(JSONValue.string)),
        ]
    }
}
