import Hummingbird
import TandemLedger
import TandemOversight
import TandemStore
import TandemWork
import TandemWorkflow

/// What every page needs: services, templates, the shell around it.
struct Pages: Sendable {
    let services: Services
    let hub: LiveHub
    let demo: DemoNotice?
    let secureCookies: Bool
    /// Whether browsers can be given what draws charts; without it the pages' own pictures stay.
    let hasCharts: Bool
    let templates: Templates

    init(
        services: Services, hub: LiveHub, demo: DemoNotice?, secureCookies: Bool, hasCharts: Bool = false
    ) throws {
        self.services = services
        self.hub = hub
        self.demo = demo
        self.secureCookies = secureCookies
        self.hasCharts = hasCharts
        templates = try Templates()
    }

    /// Every page and every form's target.
    var endpoints: [Endpoint] { signIn + home + work + answers + project + ledger + models + decisions + quality }

    /// A page about one project, for whoever may see it.
    func page(
        _ path: String, body: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Endpoint {
        .page(.get, "/projects/{project}" + path) { call in try await body(try await visit(call)) }
    }

    /// A form's target about one project.
    func form(
        _ path: String, body: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Endpoint {
        .page(.post, "/projects/{project}" + path, body: .form) { call in try await body(try await visit(call)) }
    }

    /// Who visits which project; somebody without a role there learns nothing of it.
    func visit(_ call: Call) async throws -> Visit {
        let actor = try call.actor()
        let name = try call.part("project")
        return try await services.database.read { tx in
            let mine = try ProjectStore.list(in: actor.workspace, after: nil, limit: 500, tx).filter {
                !actor.roles(in: $0.id).isEmpty
            }
            guard let project = mine.first(where: { $0.slug == name || $0.id.rawValue == name }) else {
                throw Problem.noSuch("project", name)
            }
            let newest = try CertificateStore.list(of: project.id, before: nil, limit: 5, tx)
            return Visit(
                call: call, actor: actor, project: project, projects: mine,
                banners: Banners.of(
                    valid: newest.first { $0.state == .valid },
                    ended: newest.first { $0.state == .withdrawn || $0.state == .voided },
                    quality: SiteURL.quality(project.slug)))
        }
    }

    /// A problem as a page.
    func error(_ problem: Problem, requestID: String, for caller: Caller?) throws -> String {
        let page = ErrorPage(
            shell: Shell.outside(caller, title: "Not here", projects: []),
            code: String(ProblemAnswer.status(problem.kind).code),
            headline: problem.kind == .notFound ? "There is nothing here" : "That did not work",
            explanation: problem.message, hasAdvice: false, advice: [], homeHref: "/", homeLabel: "Back to the start",
            requestID: requestID, errorCode: problem.code)
        return try templates.render(page)
    }
}

/// One visit of a project's page.
struct Visit: Sendable {
    let call: Call
    let actor: Actor
    let project: Project
    let projects: [Project]
    /// News about the project that stays until it is settled.
    let banners: [BannerView]

    var slug: String { project.slug }
    var csrf: String { call.signedIn?.csrf ?? "" }
    var roles: Set<Role> { actor.roles(in: project.id) }
}
