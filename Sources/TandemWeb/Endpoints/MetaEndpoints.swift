import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemTabular

/// What says how the server is and what it can do.
public enum MetaEndpoints {
    /// Liveness, readiness, metrics and OpenAPI.
    ///
    /// - Parameters:
    ///   - version: the program's version.
    ///   - metrics: what `/metrics` prints.
    ///   - ready: nil when the database answers and is migrated, else why not.
    ///   - refresh: sets gauges that are read when somebody asks (queue lengths, certificates).
    ///   - described: the endpoints that OpenAPI tells of.
    /// - Returns: the routes.
    /// - Throws: `JSONError` when the document cannot be printed.
    public static func all(
        version: String, metrics: MetricRegistry, ready: @escaping @Sendable () async -> String?,
        refresh: @escaping @Sendable () async throws -> Void, described: [Endpoint]
    ) throws -> [Endpoint] {
        let status = JSONSchema.object(.required("status", .text))
        let probes: [Endpoint] = [
            .api(.get, "/livez", "Whether the process answers.", access: .anyone, success: .json(.ok, status)) { _ in
                try .json(["status": "ok"])
            },
            .api(
                .get, "/readyz", "Whether the database answers and its schema is ours.", access: .anyone,
                success: .json(.ok, status)
            ) { _ in
                if let reason = await ready() { throw Problem(.unavailable, "not_ready", reason) }
                return try .json(["status": "ok"])
            },
            .asset("/metrics", type: "text/plain") { call in
                try await refresh()
                let openMetrics = call.headers[.accept]?.contains("application/openmetrics-text") ?? false
                let type =
                    openMetrics
                    ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                    : "text/plain; version=0.0.4; charset=utf-8"
                return .text(metrics.text(openMetrics: openMetrics), type: type)
            },
        ]
        let document = try OpenAPIDocument.json(described + probes, version: version).canonicalString
        return probes + [
            .asset("/openapi.json", type: "application/json") { _ in .text(document, type: "application/json") }
        ]
    }
}
