import Hummingbird
import Logging
import TandemLedger
import TandemStore
import TandemWorkflow

/// Everything that can be asked for over HTTP, in one list: the map of the web layer.
public struct Site: Sendable {
    /// The front that serves the list.
    public let front: Front

    /// The site over the services of the house.
    ///
    /// - Parameters:
    ///   - services: the services.
    ///   - metrics: where requests are counted; printed at `/metrics`.
    ///   - hub: passes the database's hints on to open pages.
    ///   - version: the program's version.
    ///   - authenticator: finds out who calls.
    ///   - demo: people to sign in as, when this is a demo.
    ///   - process: what the operating system knows of this process.
    ///   - vendor: third-party assets.
    ///   - secureCookies: whether cookies are `Secure`.
    /// - Throws: `Problem` when assets are missing, `Templates.Failure` when a template is broken.
    public init(
        services: Services, metrics: MetricRegistry, hub: LiveHub, version: String,
        authenticator: any Authenticator, demo: DemoNotice?,
        process: @escaping @Sendable () -> [ProcessFigure] = { [] }, vendor: VendorFolder, secureCookies: Bool
    ) throws {
        let pages = try Pages(
            services: services, hub: hub, demo: demo, secureCookies: secureCookies,
            hasCharts: vendor.holds(AssetEndpoints.charts))
        let api =
            PeopleEndpoints.all(services) + ItemEndpoints.all(services) + TaskEndpoints.all(services)
            + JobEndpoints.all(services) + LedgerEndpoints.all(services) + ModelEndpoints.all(services)
            + DecisionEndpoints.all(services) + CertificateEndpoints.all(services) + FigureEndpoints.all(services)
            + PolicyEndpoints.all(services)
        let meta = try MetaEndpoints.all(
            version: version, metrics: metrics,
            ready: {
                do {
                    _ = try await services.database.read { try $0.row("SELECT number FROM migration LIMIT 1") }
                    return nil
                } catch { return "The database does not answer." }
            },
            refresh: {
                metrics.set(try await ReadGauges(services).run(), process: process(), version: version)
                let activity = services.database.activity
                metrics.set(.storeWrites, Double(activity.writes))
                metrics.set(.storeCommits, Double(activity.commits))
            }, described: api)
        front = Front(
            endpoints: api + meta + pages.endpoints + (try AssetEndpoints.all(vendor)), authenticator: authenticator,
            random: services.random, metrics: metrics, logger: services.logger,
            errorPage: { try pages.error($0, requestID: $1, for: $2) })
    }
}

/// What a demo shows besides: people to sign in as.
public struct DemoNotice: Sendable {
    /// Somebody to sign in as.
    public struct Person: Sendable {
        let name: String
        let role: String
        let email: String
        let password: String

        /// Somebody to sign in as.
        public init(name: String, role: String, email: String, password: String) {
            self.name = name
            self.role = role
            self.email = email
            self.password = password
        }
    }

    let people: [Person]

    /// A demo with these people.
    public init(people: [Person]) { self.people = people }
}
