/// Where one model errs and for whom, on the frozen evaluation set.
struct ExaminationPage: PageView {
    static let template = "examination"
    let shell: PageShell
    let backHref: String
    let headline: String
    let lead: String
    /// What was done a moment ago.
    var told: String?
    /// Why what was asked for was not done.
    var problem: String?
    /// What keeps a part of the page empty, in sentences.
    let missing: [String]
    let reviewAction: String
    let canReview: Bool
    var cohorts: [Cohort]?
    /// Set exactly when `cohorts` is nil.
    var noCohorts: String?
    let groups: [Column]
    var suspects: [Suspect]?
    /// How many there are, and what to do.
    let suspectsNote: String

    /// A confirmed cohort.
    struct Cohort: Sendable, Decodable {
        let words: String
        let n: String
        let rate: String
        let plot: IntervalView
        let elsewhere: String
        let excess: String
    }

    /// A sensitive column.
    struct Column: Sendable, Decodable {
        let column: String
        let basis: String
        let figures: [String]
        let rows: [Group]
        let gaps: [Gap]
    }

    /// A group, a cell a figure.
    struct Group: Sendable, Decodable {
        let group: String
        let n: String
        /// Why the group goes into no gap.
        var note: String?
        let cells: [Cell]
    }

    /// A figure of a group with its interval.
    struct Cell: Sendable, Decodable {
        let value: String
        let interval: String
    }

    /// A gap between groups.
    struct Gap: Sendable, Decodable {
        let gap: String
        let value: String
        let interval: String
    }

    /// A label that the model cannot believe.
    struct Suspect: Sendable, Decodable {
        let item: String
        let itemHref: String
        let given: String
        let suggested: String
        let score: String
    }
}
