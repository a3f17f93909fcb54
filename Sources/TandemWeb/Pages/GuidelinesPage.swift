/// The guidelines, read or edited; every save is a new version.
struct GuidelinesPage: PageView {
    static let template = "guidelines"
    let shell: PageShell
    let projectTitle: String
    let projectLead: String
    let tabs: [TabView]
    let version: String
    let versionNote: String
    /// Shows the edit button; false while editing.
    let mayEdit: Bool
    let editHref: String
    let editing: Bool
    let saveAction: String
    /// Set when somebody saved another version meanwhile.
    var conflict: String?
    let markdown: String
    let nextVersion: String
    let viewHref: String
    /// The only HTML that a template prints as it is.
    let html: TrustedHTML
    let versions: [VersionRow]

    /// One version in the list.
    struct VersionRow: Sendable, Decodable {
        let versionNumber: String
        let href: String
        let change: String
        let author: PersonView
        let at: String
        let when: String
    }
}
