import TandemLedger
import TandemTabular

/// An event as the figures read it: who, when, what, and its facts.
public struct KPIEvent: Sendable {
    /// When it happened.
    public let at: Instant
    /// Who acted: a worker's random id.
    public let actor: String
    /// What happened.
    public let kind: String
    /// The id of the thing it happened to.
    public let subject: String
    /// The facts.
    public let facts: JSONValue

    /// An event.
    public init(at: Instant, actor: String, kind: String, subject: String, facts: JSONValue) {
        self.at = at
        self.actor = actor
        self.kind = kind
        self.subject = subject
        self.facts = facts
    }

    func text(_ name: String) -> String? { facts[name]?.string }
    func number(_ name: String) -> Double? { facts[name]?.number }
    func flag(_ name: String) -> Bool { facts[name]?.bool ?? false }
}

/// The events of a project that figures are made of, by kind and in order of time, up to a moment.
public struct KPIEvents: Sendable {
    /// Until when.
    public let until: Instant
    /// Labels of the question; the figures number them in this order.
    public let labels: [String]
    /// The bootstrap's seed, so that the same ledger gives the same intervals.
    public let seed: UInt64
    private let byKind: [String: [KPIEvent]]

    /// Sorts events by kind.
    public init(_ events: [KPIEvent], labels: [String], until: Instant, seed: UInt64) {
        byKind = Dictionary(grouping: events, by: \.kind)
        self.labels = labels
        self.until = until
        self.seed = seed
    }

    subscript(kind: EventKind) -> [KPIEvent] { byKind[kind.rawValue] ?? [] }

    /// Annotations that count: not undone, not late beyond use, and not replaced by a later correction.
    var annotations: [KPIEvent] {
        let undone = Set(self[.annotationUndone].map(\.subject))
        return self[.annotationSubmitted].filter { !undone.contains($0.subject) && !($0.flag("late") && !$0.flag("counted")) }
    }

    /// The number of a label among the question's.
    func index(of label: String?) -> Int? { label.flatMap { labels.firstIndex(of: $0) } }
}
