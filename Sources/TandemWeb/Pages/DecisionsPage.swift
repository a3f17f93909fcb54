/// Every live decision, newest first; the live event `decisions` brings the newest rows again (`DecisionRows`).
struct DecisionsPage: PageView {
    static let template = "decisions"
    let shell: PageShell
    let routes: [TabView]
    let filterAction: String
    let routeValue: String
    let query: String
    /// True while the list shows the newest decisions and no filter holds new ones back.
    let live: Bool
    let decisions: [DecisionRow]
    /// Set exactly when `decisions` is empty.
    var noDecisions: EmptyView?
    var olderHref: String?
    let rangeText: String
}

/// The newest rows alone: the live event `decisions`.
///
/// Rows keep their place in the browser by their id.
struct DecisionRows: PageView {
    static let template = "decision_rows"
    let decisions: [DecisionRow]
}

/// One decision in the list.
struct DecisionRow: Sendable, Decodable {
    let id: String
    let href: String
    let at: String
    let time: String
    let itemKey: String
    let proposal: String
    let probability: String
    let routeTone: Tone
    let route: String
    let reasons: [BadgeView]
    var decider: PersonView?
    /// What to say while nobody has decided.
    let pending: String
    let answer: String
    var outcome: BadgeView?
    let latency: String
}
