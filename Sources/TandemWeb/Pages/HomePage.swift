/// The loop as a picture, what waits for me, and what happens next.
///
/// Live events: `counts` (`LoopView`), `waiting`, `interventions` and `share`, each a rendered view.
struct HomePage: PageView {
    static let template = "home"
    let shell: PageShell
    let headline: String
    let lead: String
    /// The one big button; nil when nothing waits.
    var nextAction: NextAction?
    let loop: LoopView
    let waiting: [WaitingRow]
    /// Set exactly when `waiting` is empty.
    var nothingWaits: EmptyView?
    /// What waits although nobody may take it.
    let stuck: [StuckRow]
    let interventions: [InterventionRow]
    let ledgerHref: String
    var share: ShareView?
    var certificate: CertificateSummary?
    let qualityHref: String
    let hasSteps: Bool
    let steps: [NextStep]

    /// The main button.
    struct NextAction: Sendable, Decodable {
        let actionHref: String
        let actionLabel: String
    }

    /// The certificate in one sentence.
    struct CertificateSummary: Sendable, Decodable {
        let state: String
        let tone: Tone
        let claim: String
        let detail: String
    }

    /// One step of a newcomer's way.
    struct NextStep: Sendable, Decodable {
        /// A check mark or the step's number.
        let mark: String
        let state: State
        let stepTitle: String
        let stepText: String
        var stepHref: String?
        var stepAction: String?

        /// Where the newcomer stands.
        enum State: String, Sendable, Decodable { case done, current, todo }
    }
}

/// The counts in the picture of the loop: the live event `counts`.
struct LoopView: PageView {
    static let template = "loop"
    /// The whole picture in one sentence, for those who do not see it.
    let summary: String
    let arrived: String
    let pace: String
    let model: String
    let modelNote: String
    let gate: String
    let gateTone: Tone
    let automatic: String
    let automaticShare: String
    /// False while nothing may be decided automatically.
    let autoFlows: Bool
    /// Width of the stream to automatic decisions, 1 to 14.
    let autoStroke: String
    let people: String
    let peopleShare: String
    let peopleFlows: Bool
    /// Width of the stream to people, 1 to 14.
    let peopleStroke: String
    let waiting: String
    let answers: String
    let retrain: String
    let promote: String
}

/// A kind of work that waits for the reader.
struct WaitingRow: Sendable, Decodable {
    let figure: String
    let tone: Tone
    let waitingTitle: String
    let waitingText: String
    let waitingHref: String
    let waitingAction: String
}

/// The list of waiting work alone: the live event `waiting`.
struct WaitingView: PageView {
    static let template = "waiting"
    let waiting: [WaitingRow]
    var nothingWaits: EmptyView?
    let stuck: [StuckRow]
}

/// Tasks that wait although nobody may take them, and why.
struct StuckRow: Sendable, Decodable {
    let figure: String
    let stuckTitle: String
    let stuckText: String
    /// Where the reader can help.
    var stuckHref: String?
}

/// Somebody or something changed the course.
struct InterventionRow: Sendable, Decodable {
    let at: String
    let when: String
    let what: String
    var who: PersonView?
    let kind: String
    let tone: Tone
}

/// The list of interventions alone: the live event `interventions`.
struct InterventionsView: PageView {
    static let template = "interventions"
    let interventions: [InterventionRow]
}

/// Who decides, people or the model: the live event `share`.
struct ShareView: PageView {
    static let template = "share"
    let ratio: String
    let shareLabel: String
    /// 0 to 100, with a point for decimals whatever the locale.
    let peoplePercent: String
    let machinePercent: String
    let shareDetail: String
    let tone: Tone
    let status: String
}
