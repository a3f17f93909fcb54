/// One decision with all that led to it.
struct DecisionPage: PageView {
    static let template = "decision"
    let shell: PageShell
    let backHref: String
    let id: String
    let headline: String
    let lead: String
    let route: String
    let routeTone: Tone
    /// Set while the decision waits for a person and the reader may answer.
    var taskHref: String?
    let reasons: [Reason]
    var explanation: ExplanationView?
    /// The agent's action, in place of scores.
    var action: ActionCard?
    /// Why the value is what it is now, when it was corrected or may be.
    var correction: String?
    let timeline: [TimelineEntry]
    let facts: [LabeledValue]
    /// False for an agent's action.
    let hasScores: Bool
    let scores: [Score]
    let scoresNote: String
    let schemaVersion: String
    let inputs: [LabeledValue]

    /// An agent's action and what was answered.
    struct ActionCard: Sendable, Decodable {
        let actionName: String
        let actionState: String
        let actionTone: Tone
        let hash: String
        let arguments: [Argument]
        var noArguments: String?
        /// What the agent was told.
        var message: String?
        /// What was seen and what may be done, in words.
        let binding: String
    }

    /// One argument as proposed and, where a person edited it, as it may be used.
    struct Argument: Sendable, Decodable {
        let argument: String
        let proposed: String
        var edited: String?
    }

    /// Why the decision took its route.
    struct Reason: Sendable, Decodable {
        let code: String
        let tone: Tone
        let sentence: String
    }

    /// One label's probability; the threshold is where an answer may be automatic.
    ///
    /// Percents are 0 to 100.
    struct Score: Sendable, Decodable {
        let label: String
        let percent: String
        var thresholdPercent: String?
        let probability: String
    }
}

/// What moved the model, as diverging bars.
struct ExplanationView: Sendable, Decodable {
    /// Always says that bars are margins, and of which class.
    let unit: String
    let exactness: String
    let towardLow: String
    let towardHigh: String
    let bars: [ContributionBar]
}
