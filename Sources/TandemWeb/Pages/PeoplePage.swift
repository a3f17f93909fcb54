/// Who works in the project, how well and at what rate.
struct PeoplePage: PageView {
    static let template = "people"
    let shell: PageShell
    let projectTitle: String
    let projectLead: String
    let tabs: [TabView]
    let people: [Row]
    /// What the figures mean and whose are shown.
    let figuresNote: String
    /// Set exactly when `people` is empty.
    var nobody: EmptyView?
    /// What the last form did.
    var done: String?
    /// Why the last form was not taken.
    var problem: String?
    let mayGrant: Bool
    let grantAction: String
    let roleChoices: [RoleChoice]
    /// What was typed when the form was not taken.
    let email: String
    /// The roles that can be taken away, each with its person.
    let grants: [RoleChoice]

    /// One person.
    struct Row: Sendable, Decodable {
        let who: PersonView
        let workerKind: String
        let roles: [String]
        let skills: [String]
        let answers: String
        var gold: ShareCell?
        var agreement: ShareCell?
        let medianTime: String
        let rate: String
        let rateSince: String
    }

    /// A share with its interval and what is missing.
    struct ShareCell: Sendable, Decodable {
        let share: String
        let range: String
        let tone: Tone
        var lack: String?
    }

    /// A role to give.
    struct RoleChoice: Sendable, Decodable {
        let roleValue: String
        let roleLabel: String
    }
}
