/// The items of a project, keyset-paged; counters come from a table and are never counted.
struct ItemsPage: PageView {
    static let template = "items"
    let shell: PageShell
    let projectTitle: String
    let projectLead: String
    let tabs: [TabView]
    let counters: [LabeledValue]
    /// What waits although nobody may take it, a sentence each.
    let blocked: [String]
    /// In which order the items stand.
    let orderText: String
    let importHref: String
    let exports: [ExportLink]
    let items: [ItemRow]
    /// Set exactly when `items` is empty.
    var noItems: EmptyView?
    var olderHref: String?
    let rangeText: String

    /// A download.
    struct ExportLink: Sendable, Decodable {
        let href: String
        let label: String
    }

    /// One item with its label, votes and where the label came from.
    struct ItemRow: Sendable, Decodable {
        let itemKey: String
        let itemHref: String
        let preview: String
        let itemState: BadgeView
        let itemLabel: String
        /// How the label was settled.
        let provenance: String
        /// What its task was for, when that was not labeling.
        var purpose: String?
        let votes: [Vote]
        let itemRole: String
        let at: String
        let when: String
    }

    /// An answer and how many gave it.
    struct Vote: Sendable, Decodable {
        let voteValue: String
        let voter: String
        /// Whether simulated people are among them.
        let simulated: Bool
    }
}
