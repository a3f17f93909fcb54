/// One item: its values, the settled answer with its posterior, and every answer people gave.
struct ItemPage: PageView {
    static let template = "item"
    let shell: PageShell
    let backHref: String
    let headline: String
    let itemState: BadgeView
    let facts: [LabeledValue]
    let fields: [LabeledValue]
    /// The settled answer; nil while there is none.
    var settled: Settled?
    /// Why no answers are shown, or that there are none.
    var withheld: String?
    let answers: [AnswerRow]

    /// The settled answer.
    struct Settled: Sendable, Decodable {
        let answer: String
        let how: String
        /// The probability that it is right, by the aggregator's lights.
        var posterior: String?
    }

    /// One answer.
    struct AnswerRow: Sendable, Decodable {
        let person: PersonView
        let value: String
        let mode: String
        let state: String
        let seconds: String
        var comment: String?
        let at: String
        let when: String
    }
}
