import TandemLedger
import TandemTabular

/// An event as the figures read it: when, who, what, and its facts as canonical JSON.
public struct KPIEvent: Sendable, Hashable {
    /// When it happened.
    public let at: Instant
    /// Its place in the ledger, which decides among events of the same millisecond.
    public let place: Int
    /// Who acted: a worker's random id.
    public let actor: String
    /// What happened.
    public let kind: String
    /// The id of the thing it happened to.
    public let subject: String
    /// What all events of one case share.
    public let correlation: String?
    /// The facts.
    public let facts: String

    /// An event.
    public init(
        at: Instant, place: Int, actor: String, kind: String, subject: String, correlation: String? = nil, facts: String
    ) {
        self.at = at
        self.place = place
        self.actor = actor
        self.kind = kind
        self.subject = subject
        self.correlation = correlation
        self.facts = facts
    }
}

/// When something happened, in the order of the ledger.
struct Moment: Sendable, Hashable, Comparable {
    let milliseconds: Int
    let place: Int

    static func < (left: Moment, right: Moment) -> Bool {
        (left.milliseconds, left.place) < (right.milliseconds, right.place)
    }
}

/// Something that happened at a moment.
protocol Dated: Sendable {
    var at: Moment { get }
}

/// An event of a rare kind, with its facts as a tree.
struct PlainEvent: Dated {
    let at: Moment
    let actor: String
    let subject: String
    let correlation: String?
    let facts: JSONValue

    func text(_ name: String) -> String? { facts[name]?.string }
    func number(_ name: String) -> Double? { facts[name]?.number }
    func int(_ name: String) -> Int? { facts[name]?.int }
}
