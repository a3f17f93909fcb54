import HTTPTypes
import TandemLedger
import TandemStore
import TandemWork
import TandemWorkflow

extension Pages {
    /// Signing in and out, and the way from `/` to a project.
    var signIn: [Endpoint] {
        [
            .page(.get, "/sign-in", access: .anyone) { call in
                try signInPage(next: call.query["next"], email: "", problem: nil)
            },
            .page(.post, "/sign-in", access: .anyone, body: .form) { call in try await signIn(call) },
            .page(.post, "/sign-out", access: .anyone, body: .form) { call in
                if let token = call.headers[.cookie].flatMap(SessionCookie.token(in:)) {
                    try await SignOut(services).run(token: token)
                }
                return .seeOther("/sign-in", headers: [.setCookie: SessionCookie.cleared])
            },
            .page(.get, "/") { call in
                let mine = try await myProjects(call)
                return .seeOther(mine.count == 1 ? SiteURL.home(mine[0].slug) : SiteURL.projects)
            },
            .page(.get, SiteURL.projects) { call in .html(try await projectsPage(call)) },
        ]
    }

    private func signIn(_ call: Call) async throws -> Answer {
        try requireSameSite(call)
        let email = call.form["email"] ?? ""
        do {
            let made = try await SignIn(services).run(
                email: email, password: call.form["password"] ?? "", remoteAddress: call.remote)
            let cookie = SessionCookie.set(made.sessionToken, secure: secureCookies)
            return .seeOther(Self.safe(call.form["next"]), headers: [.setCookie: cookie])
        } catch let problem as Problem where [.unauthenticated, .throttled, .invalid].contains(problem.kind) {
            return try signInPage(next: call.form["next"], email: email, problem: problem)
        }
    }

    /// Before there is a session there is no CSRF token; a form posted by another site tells so itself.
    private func requireSameSite(_ call: Call) throws {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { call.headers[$0] }
        guard site == nil || site == "same-origin" || site == "none" else {
            throw Problem(.forbidden, "csrf_mismatch", "Sign in on our own page.")
        }
    }

    private func signInPage(next: String?, email: String, problem: Problem?) throws -> Answer {
        let page = SignInPage(
            shell: Shell.bare(title: "Sign in"), problem: problem?.message, next: Self.safe(next), email: email,
            isDemo: demo != nil,
            demoPeople: (demo?.people ?? []).map {
                .init(
                    demoInitials: $0.name.split(separator: " ").compactMap(\.first).map(String.init).joined(),
                    demoName: $0.name, demoRole: $0.role, demoEmail: $0.email, demoPassword: $0.password)
            })
        let status = problem.map { ProblemAnswer.status($0.kind) } ?? .ok
        return .html(try templates.render(page), status: status)
    }

    /// Only an address of ours: one slash first, no second, no backslash.
    static func safe(_ next: String?) -> String {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            !next.unicodeScalars.contains(where: { $0.value < 32 })
        else { return "/" }
        return next
    }

    func myProjects(_ call: Call) async throws -> [Project] {
        let actor = try call.actor()
        let all = try await services.database.read { tx in
            try ProjectStore.list(in: actor.workspace, after: nil, limit: 500, tx)
        }
        return all.filter { !actor.roles(in: $0.id).isEmpty }
    }

    private func projectsPage(_ call: Call) async throws -> String {
        let mine = try await myProjects(call)
        let counters = try await services.database.read { tx in
            try mine.map { try CounterStore.values(of: $0.id, tx) }
        }
        let cards = zip(mine, counters).map { project, counts in
            ProjectsPage.Card(
                href: SiteURL.home(project.slug), name: project.name,
                projectState: BadgeView(text: project.question.kind, tone: .neutral), question: project.question.prompt,
                figures: "\(counts["items"] ?? 0) items")
        }
        let page = ProjectsPage(
            shell: Shell.outside(call.signedIn, title: "Projects", projects: mine),
            lead: "Everything you have a role in.", projectCards: cards,
            noProjects: cards.isEmpty
                ? EmptyView(emptyTitle: "No project yet", emptyText: "Ask an administrator for a role in one.") : nil)
        return try templates.render(page)
    }
}

/// The cookie that carries a browser's session.
enum SessionCookie {
    static func set(_ token: String, secure: Bool) -> String {
        "\(Identification.cookie)=\(token); Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600"
            + (secure ? "; Secure" : "")
    }

    static let cleared = "\(Identification.cookie)=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"

    static func token(in header: String) -> String? {
        header.split(separator: ";").map { $0.drop { $0 == " " } }.first { $0.hasPrefix(Identification.cookie + "=") }
            .map { String($0.dropFirst(Identification.cookie.count + 1)) }
    }
}
