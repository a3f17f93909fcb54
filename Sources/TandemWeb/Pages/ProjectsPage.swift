/// The projects that I have a role in.
struct ProjectsPage: PageView {
    static let template = "projects"
    let shell: PageShell
    let lead: String
    let projectCards: [Card]
    /// Set exactly when `projectCards` is empty.
    var noProjects: EmptyView?

    /// One project.
    struct Card: Sendable, Decodable {
        let href: String
        let name: String
        let projectState: BadgeView
        let question: String
        let figures: String
    }
}
