/// Events in order, the state of their chain, and the result of checking it.
struct LedgerPage: PageView {
    static let template = "ledger"
    let shell: PageShell
    let verifyAction: String
    var verification: Verification?
    let hasChain: Bool
    let chain: [ChainFact]
    let filterAction: String
    let kinds: [KindChoice]
    let events: [EventRow]
    /// Set exactly when `events` is empty.
    var noEvents: EmptyView?
    var olderHref: String?
    let rangeText: String

    /// What checking found.
    struct Verification: Sendable, Decodable {
        let tone: Tone
        let verdict: String
        let verdictText: String
    }

    /// A figure about the chain.
    struct ChainFact: Sendable, Decodable {
        let label: String
        let value: String
        let detail: String
    }

    /// A kind of event to filter by.
    struct KindChoice: Sendable, Decodable {
        let kindValue: String
        let kindLabel: String
        let selected: Bool
    }

    /// One event.
    struct EventRow: Sendable, Decodable {
        let sequence: String
        let at: String
        let when: String
        let kind: String
        let who: PersonView
        let actorRole: String
        let subject: String
        /// The subject's id, shortened.
        let subjectShort: String
        /// The facts that tell most, in a line.
        let gist: String
        /// All facts as JSON.
        let facts: String
        let sealed: Bool
        let hash: String
    }
}
