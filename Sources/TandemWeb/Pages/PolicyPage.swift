/// When a case goes to people, and how work is shared among them.
struct PolicyPage: PageView {
    static let template = "policy"
    let shell: PageShell
    let projectTitle: String
    let projectLead: String
    let tabs: [TabView]
    let policyVersion: String
    /// The project's version that the form is based on.
    let basedOn: String
    let rules: [Rule]
    let mayEdit: Bool
    let saveAction: String
    /// What the last form did.
    var done: String?
    /// Why the text below was not saved.
    var problem: String?
    let source: String
    /// The audit slice in the form.
    let auditPercent: String
    /// The number of people a live case is shown to, in the form.
    let overlap: String
    let settings: [Setting]

    /// One rule in its order, with how many cases it sent where.
    struct Rule: Sendable, Decodable {
        let rule: String
        let ruleText: String
        let ruleHits: String
    }

    /// One setting of the queue.
    struct Setting: Sendable, Decodable {
        let label: String
        let value: String
        let settingHelp: String
    }
}
