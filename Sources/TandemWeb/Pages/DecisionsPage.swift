/// Every live decision, newest first; new rows arrive by the event `decision`.
struct DecisionsPage: PageView {
    static let template = "decisions"
    let shell: PageShell
    let routes: [TabView]
    let filterAction: String
    let routeValue: String
    let query: String
    /// Set while the list shows the newest decisions and no filter holds new ones back.
    var liveURL: String?
    let decisions: [DecisionRow]
    /// Set exactly when `decisions` is empty.
    var noDecisions: EmptyView?
    var olderHref: String?
    let rangeText: String
}

/// One decision in the list: also the live event `decision`, with `fresh` set.
struct DecisionRow: PageView {
    static let template = "decision_row"
    let id: String
    let fresh: Bool
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
