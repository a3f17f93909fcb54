/// A person's own answers, each with a form to correct it.
struct AnswersPage: PageView {
    static let template = "answers"
    let shell: PageShell
    /// What the last correction came to.
    var done: String?
    /// Why the last correction was not taken.
    var problem: String?
    let correctAction: String
    let workHref: String
    let answers: [Row]
    /// Set exactly when `answers` is empty.
    var noAnswers: EmptyView?
    var olderHref: String?

    /// One answer.
    struct Row: Sendable, Decodable {
        let task: String
        let itemKey: String
        let kindText: String
        let answerText: String
        let comment: String
        let answerState: BadgeView
        let at: String
        let when: String
        /// What stands in the form's field for a number or a text.
        let value: String
        /// Set for a choice.
        var choice: Choice?
        /// Set for a number; the distance between numbers, or `any`.
        var numberStep: String?
        /// Set for a text.
        let isText: Bool
    }

    /// The labels to choose from.
    struct Choice: Sendable, Decodable {
        let options: [Option]
    }

    /// One label.
    struct Option: Sendable, Decodable {
        let optionValue: String
        let optionLabel: String
        let isSelected: Bool
    }
}
