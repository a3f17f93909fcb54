import TandemLedger
import TandemOversight
import TandemStore

/// One figure over time.
public struct KPISeries: Codable, Sendable, Hashable {
    /// The figure at one moment.
    public struct Point: Codable, Sendable, Hashable {
        /// When.
        public var at: Instant
        /// Its value then; absent when there was none.
        public var value: Double?
        /// How many observations stood behind it.
        public var n: Int
    }

    /// Stable name of the figure.
    public var key: String
    /// Name to show.
    public var name: String
    /// Its unit.
    public var unit: String
    /// From the first work to the last, evenly spaced.
    public var points: [Point]
}

/// Computes the figures at moments over a project's life, for charts: values without drawn intervals.
public struct KPIHistory: UseCase {
    /// The most points.
    public static let most = 60

    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// As of when, resolved to the last checkpoint before; nil means now.
        public var at: Instant?
        /// How many points, 2 to 60.
        public var points: Int

        /// An input.
        public init(project: String, at: Instant? = nil, points: Int = 30) {
            self.project = project
            self.at = at
            self.points = points
        }
    }

    /// The figures over time.
    public struct Output: Codable, Sendable, Hashable {
        /// The project.
        public var project: ProjectID
        /// The checkpoint that the figures stand on.
        public var checkpoint: KPICheckpoint?
        /// A series for each of the twelve.
        public var series: [KPISeries]
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Computes, or gives what was computed for the same checkpoint before.
    /// - Throws: `Problem` with code `no_such_project`, `role_missing`, `no_checkpoint_before` or `bad_points`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard (2...Self.most).contains(input.points) else {
            throw Problem(.invalid, "bad_points", "A history has 2 to \(Self.most) points.", at: "points")
        }
        let now = services.clock.now
        let cut = try await services.database.read { tx in
            try KPICut.find(input.project, at: input.at, now: now, as: actor, tx)
        }
        if let known = services.kpis.history(cut, points: input.points) {
            return Output(project: cut.project, checkpoint: cut.checkpoint, series: known)
        }
        let events = try await services.database.read { tx in try cut.events(tx) }
        let series = try await OwnThread.run("tandem-kpi") { Self.series(events, points: input.points) }
        services.kpis.keep(series, for: cut, points: input.points)
        return Output(project: cut.project, checkpoint: cut.checkpoint, series: series)
    }

    private static func series(_ events: KPIEvents, points: Int) -> [KPISeries] {
        let moments = moments(events, points: points)
        let rows = KPI.history(events, at: moments)
        guard let first = rows.first else { return [] }
        return first.indices.map { place in
            let definition = first[place].definition
            return KPISeries(
                key: definition.key, name: definition.name, unit: definition.unit,
                points: zip(moments, rows).map { moment, row in
                    .init(at: moment, value: row[place].value.flatMap { $0.isFinite ? $0 : nil }, n: row[place].n)
                })
        }
    }

    private static func moments(_ events: KPIEvents, points: Int) -> [Instant] {
        guard let span = events.span else { return [] }
        let length = span.last.since(span.first)
        guard length > 0 else { return [span.last] }
        return (0..<points).map { span.first.adding(milliseconds: length * $0 / (points - 1)) }
    }
}
