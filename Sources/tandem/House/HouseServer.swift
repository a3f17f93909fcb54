import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import TandemLedger
import TandemStore
import TandemWeb
import TandemWorkflow
import UnixSignals

/// The running server: HTTP, the recurring errands, live updates; ends them in order when asked to stop.
struct HouseServer {
    let house: House
    let options: ServerOptions
    var errands: [Ticker.Errand] = []
    var demo: DemoNotice?
    var running: @Sendable (Int) async -> Void = { _ in }

    /// Serves until SIGTERM or SIGINT; then finishes requests, ends event streams, gives back job leases.
    func run() async throws {
        let metrics = MetricRegistry()
        var measured = house.services
        measured.meter = metrics
        let services = measured
        let hub = LiveHub()
        let site = try Site(
            services: services, metrics: metrics, hub: hub, version: Tandem.version,
            authenticator: TokenAuthenticator(authenticate: Authenticate(services)), demo: demo,
            process: ProcessFigures.read,
            vendor: VendorFolder(path: options.vendorDir),
            secureCookies: options.publicUrl?.hasPrefix("https://") ?? false)
        let running = running
        var front = site.front
        front.staysOnLoop = true
        let app = Application(
            router: front.router(),
            configuration: .init(
                address: .hostname(options.host, port: options.port), serverName: nil),
            onServerRunning: { await running($0.localAddress?.port ?? 0) }, logger: quiet(services.logger))
        let jobs = JobRunner(services)
        let ticker = Ticker(
            Errands.all(services, jobs: jobs, allowed: try options.allowedRanges()) + errands, logger: services.logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                // They stop in the opposite order, each waiting for the one after it: the hub ends the event
                // streams, without which the requests that HTTP waits for would not end.
                .init(service: TickerService(ticker: ticker)),
                .init(service: app),
                .init(service: HubService(hub: hub, hints: services.database.hints())),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(services.logger))
        // Shorter than the 30 s that Kubernetes gives: whoever still sends then is cut off, and the rest ends in order.
        configuration.maximumGracefulShutdownDuration = .seconds(25)
        let ended: Result<Void, any Error>
        do { ended = .success(try await ServiceGroup(configuration: configuration).run()) } catch {
            ended = .failure(error)
        }
        await jobs.shutDown()
        await services.database.close()
        try ended.get()
    }

    private func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

/// The ticker as a service: canceled when the house closes.
struct TickerService: Service {
    let ticker: Ticker

    func run() async throws {
        await cancelWhenGracefulShutdown { await ticker.run() }
    }
}

/// The live hub as a service: ends every event stream when the house closes, so that requests can finish.
struct HubService: Service {
    let hub: LiveHub
    let hints: AsyncStream<String>

    func run() async throws {
        await cancelWhenGracefulShutdown { await hub.run(hints) }
        await hub.endAll()
    }
}
