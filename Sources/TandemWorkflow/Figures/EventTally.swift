import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Counts events that operators watch in the counter table, in the transaction of the events themselves, so that
/// nobody has to count the ledger and a change that is undone is not counted.
public enum EventTally {
    /// What is counted of a project, with up to two words that tell the counts apart.
    public enum Count: Hashable, Sendable {
        /// Proposals by route and model version (`caller` for callers' own models, `none` without one).
        case predictions(route: String, version: String)
        /// Verdicts on answers.
        case reviews(decision: String)
        /// Monitors that fired.
        case triggers(rule: String)
        /// Deadlines that passed without an answer.
        case breaches

        private static let mark = "count|"

        /// Its name in the counter table.
        public var name: String {
            switch self {
            case .predictions(let route, let version): Self.mark + "predictions|\(route)|\(version)"
            case .reviews(let decision): Self.mark + "reviews|\(decision)"
            case .triggers(let rule): Self.mark + "triggers|\(rule)"
            case .breaches: Self.mark + "breaches"
            }
        }

        /// The count behind a counter's name; nil for other counters.
        public init?(name: String) {
            guard name.hasPrefix(Self.mark) else { return nil }
            let parts = name.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            switch (parts[1], parts.count) {
            case ("predictions", 4): self = .predictions(route: parts[2], version: parts[3])
            case ("reviews", 3): self = .reviews(decision: parts[2])
            case ("triggers", 3): self = .triggers(rule: parts[2])
            case ("breaches", 2): self = .breaches
            default: return nil
            }
        }
    }

    private struct Place: Hashable {
        let project: ProjectID
        let count: Count
    }

    /// Adds the events to the counters of their projects.
    @Sendable
    public static func add(_ drafts: [EventDraft], in tx: any WriteTransaction) throws {
        var found: [Place: Int] = [:]
        for draft in drafts {
            guard let project = draft.project, let count = try count(of: draft) else { continue }
            found[Place(project: project, count: count), default: 0] += 1
        }
        if found.isEmpty { return }
        // In one order on every server, so that two transactions do not wait for each other in a circle.
        for (place, amount) in found.sorted(by: { $0.key.count.name < $1.key.count.name }) {
            try CounterStore.add(amount, to: place.count.name, of: place.project, in: tx)
        }
    }

    /// Counts proposals, whose events are too many to be read again for it.
    static func add(_ decisions: [Decision], of project: ProjectID, in tx: any WriteTransaction) throws {
        var found: [String: Int] = [:]
        for decision in decisions {
            let version =
                switch decision.proposal?.source {
                case .live: decision.proposal?.version ?? "none"
                case .caller: "caller"
                case nil: "none"
                }
            found[Count.predictions(route: decision.route.kind.rawValue, version: version).name, default: 0] += 1
        }
        for (name, amount) in found.sorted(by: { $0.key < $1.key }) {
            try CounterStore.add(amount, to: name, of: project, in: tx)
        }
    }

    private static func count(of draft: EventDraft) throws -> Count? {
        // Compared as text: to make a kind of each event's text would cost more than all the rest here.
        let counted: [EventKind] = [.reviewDecided, .triggerFired, .taskEscalated]
        guard let kind = counted.first(where: { $0.rawValue == draft.kind }) else { return nil }
        let facts = try JSONValue(parsing: Array(draft.facts.utf8))
        return switch kind {
        case .reviewDecided: .reviews(decision: facts["decision"]?.string ?? "")
        case .triggerFired: .triggers(rule: facts["rule"]?.string ?? "")
        default: facts["reason"]?.string == "deadline" ? .breaches : nil
        }
    }
}
