/// Versions of the model, the newest against the live one, and the job that trains the next.
struct ModelsPage: PageView {
    static let template = "models"
    let shell: PageShell
    let lead: String
    let retrainAction: String
    let canRetrain: Bool
    /// What retraining would use, or why it cannot start.
    let retrainNote: String
    /// Why what was asked for was not done.
    var problem: String?
    var job: JobCard?
    var comparison: ModelComparison?
    let versions: [ModelVersionRow]
    /// Set exactly when `versions` is empty.
    var noVersions: EmptyView?
}

/// A running or ended job; while it runs the browser asks for it again every second.
struct JobCard: PageView {
    static let template = "job"
    let jobID: String
    let jobTitle: String
    let jobState: String
    let tone: Tone
    let running: Bool
    let refreshHref: String
    let canCancel: Bool
    let cancelAction: String
    /// The session's CSRF token, because this view is also served alone.
    let formToken: String
    /// 0 to 100.
    let percent: String
    let jobText: String
}

/// Champion, challenger and the arm without new human labels on the frozen evaluation set.
struct ModelComparison: Sendable, Decodable {
    /// What stands against what.
    let compareTitle: String
    let challenger: String
    /// Whether the newer model decides already; then there is nothing to promote.
    let isLive: Bool
    let verdict: String
    let verdictTone: Tone
    /// Names the evaluation set, its size and hash.
    let basis: String
    let arms: [Arm]
    let metrics: [Metric]
    let tests: [SignificanceTest]
    /// Who may promote, and why the reader may or may not.
    let promoteNote: String
    let canPromote: Bool
    let promoteAction: String
    let promoteConfirm: String

    /// A column of the comparison.
    struct Arm: Sendable, Decodable {
        let armName: String
        let armNote: String
        let role: Role

        /// What the arm is for.
        enum Role: String, Sendable, Decodable { case champion, challenger, control }
    }

    /// A row: one value an arm in the arms' order, and the challenger's difference to the champion.
    struct Metric: Sendable, Decodable {
        let metric: String
        let values: [String]
        var plot: IntervalView?
        let difference: String
    }

    /// A test's result in a figure and a sentence.
    struct SignificanceTest: Sendable, Decodable {
        let testName: String
        let testValue: String
        let testText: String
    }
}

/// One version in the list.
struct ModelVersionRow: Sendable, Decodable {
    let number: String
    /// Where it errs and for whom; nil for those who may not see that.
    var examineHref: String?
    let versionState: BadgeView
    let arm: String
    let learner: String
    let snapshot: String
    let snapshotNote: String
    let trainedBy: PersonView
    let at: String
    let when: String
    let accuracy: String
    let accuracyInterval: String
    let f1: String
    let f1Interval: String
    let canRollBack: Bool
    let rollBackAction: String
    let rollBackConfirm: String
}
