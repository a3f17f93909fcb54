/// What surrounds every page: project switcher, navigation, who is signed in, banners and the notice about the data.
struct PageShell: Sendable, Decodable {
    let title: String
    /// Changes when an asset does, so that browsers may keep assets for ever; `WebAsset.version`.
    let assets: String
    /// The session's token that proves a form is ours.
    let csrf: String
    let projectName: String
    /// An extra class for the width of the content: empty, `main-wide` or `main-narrow`.
    let width: String
    /// The event stream of this page; nil outside a project.
    ///
    /// Each event's data is a rendered view, its name the view's; every page takes `banners`.
    var liveURL: String?
    let projects: [ProjectLink]
    let nav: [NavLink]
    let userName: String
    let initials: String
    let roles: String
    /// Set on pages for somebody who is not signed in: then the account menu is this link instead.
    var signInHref: String?
    let banners: [BannerView]
    /// Where the data comes from and who is simulated.
    var notice: DataNotice?
    let footnote: String

    /// A project in the switcher.
    struct ProjectLink: Sendable, Decodable {
        let name: String
        let href: String
        let current: Bool
    }

    /// A place of the project; `navCount` is what waits there.
    struct NavLink: Sendable, Decodable {
        let label: String
        let href: String
        let current: Bool
        var navCount: String?
    }

    /// Data, source and license of a demo project, and its simulated people.
    struct DataNotice: Sendable, Decodable {
        /// What the rows are, in a sentence.
        var dataset: String?
        let source: String
        let license: String
        var simulatedPeople: String?
    }
}

/// News that stays until it is settled, such as a withdrawn certificate.
struct BannerView: Sendable, Decodable {
    let tone: Tone
    let title: String
    let text: String
    var bannerHref: String?
    var bannerAction: String?
}

/// The banners alone: the live event `banners`.
struct BannersView: PageView {
    static let template = "banners"
    let banners: [BannerView]
}
