import TandemGovernance
import TandemLedger
import TandemWork

/// Builds what surrounds a page.
enum Shell {
    /// The shell of a project's page.
    ///
    /// - Parameters:
    ///   - visit: who visits which project.
    ///   - title: the page's title.
    ///   - here: the address of the place in the navigation that is current.
    ///   - width: an extra class for the width of the content.
    ///   - banners: news that stays until it is settled; nil takes what was found with the visit.
    ///   - live: where the page's live updates come from.
    /// - Returns: the shell.
    static func of(
        _ visit: Visit, title: String, here: String, width: String = "", banners: [BannerView]? = nil,
        live: String? = nil
    ) -> PageShell {
        let slug = visit.slug
        let places: [(String, String, Action?)] = [
            ("Home", SiteURL.home(slug), nil), ("Work", SiteURL.work(slug), .claimLabelTask),
            ("Decisions", SiteURL.decisions(slug), .viewDecisions), ("Models", SiteURL.models(slug), .viewModels),
            ("Certificates & KPIs", SiteURL.quality(slug), .viewKPIs), ("Project", SiteURL.items(slug), .listItems),
            ("Ledger", SiteURL.ledger(slug), .viewLedger),
        ]
        let nav = places.filter { _, _, action in action.map { visit.mayDo($0) } ?? true }
        return PageShell(
            title: title + " · " + visit.project.name, assets: WebAsset.version, csrf: visit.csrf,
            projectName: visit.project.name, width: width, liveURL: live,
            projects: visit.projects.map {
                .init(name: $0.name, href: SiteURL.home($0.slug), current: $0.id == visit.project.id)
            }, nav: nav.map { .init(label: $0.0, href: $0.1, current: $0.1 == here, navCount: nil) },
            userName: visit.actor.name, initials: initials(visit.actor.name), roles: roles(visit.roles),
            banners: banners ?? visit.banners, notice: notice(visit.project),
            footnote: "Every figure is computed from the ledger. Times are UTC.")
    }

    /// The shell of a page outside any project.
    static func outside(
        _ caller: Caller?, title: String, projects: [Project], width: String = ""
    ) -> PageShell {
        PageShell(
            title: title, assets: WebAsset.version, csrf: caller?.csrf ?? "", projectName: "All projects", width: width,
            liveURL: nil, projects: projects.map { .init(name: $0.name, href: SiteURL.home($0.slug), current: false) },
            nav: [], userName: caller?.actor.name ?? "", initials: initials(caller?.actor.name ?? ""),
            roles: caller?.actor.isAdministrator == true ? "Administrator" : "",
            signInHref: caller == nil ? "/sign-in" : nil, banners: [], notice: nil, footnote: "")
    }

    /// The shell of a page for nobody in particular.
    static func bare(title: String) -> PageShell { outside(nil, title: title, projects: []) }

    private static func notice(_ project: Project) -> PageShell.DataNotice? {
        project.settings.source.map {
            .init(
                dataset: $0.text, source: $0.name, license: $0.license ?? "license unknown",
                simulatedPeople: project.settings.notice)
        }
    }

    private static func initials(_ name: String) -> String {
        name.split(separator: " ").prefix(2).compactMap(\.first).map(String.init).joined().uppercased()
    }

    private static func roles(_ roles: Set<Role>) -> String {
        roles.map { TaskScreen.words($0.rawValue) }.sorted().joined(separator: ", ")
    }
}

extension Visit {
    /// Whether the visitor may do something here.
    func mayDo(_ action: Action) -> Bool {
        do throws(Problem) {
            try Permissions.require(action, in: project.id, for: actor)
            return true
        } catch { return false }
    }
}
