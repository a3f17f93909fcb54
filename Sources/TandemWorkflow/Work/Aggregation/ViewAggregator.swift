import TandemGovernance
import TandemLabeling
import TandemLedger
import TandemStore
import TandemWork

/// Shows what a project's aggregator learned last: how far each worker can be trusted.
public struct ViewAggregator: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String

        /// An input.
        public init(project: String) { self.project = project }
    }

    /// The fit in use.
    public struct Output: Sendable, Codable, Hashable {
        /// The method that resolves.
        public var method: String
        /// The fit that resolutions use and their events name; absent before the first.
        public var fit: FitID?
        /// When it was made.
        public var fittedAt: Instant?
        /// How many votes it was learned from.
        public var votes: Int
        /// How many items they were on.
        public var items: Int
        /// The workers, the most agreeing first.
        public var workers: [Worker]
    }

    /// One worker as the aggregator sees them.
    public struct Worker: Sendable, Codable, Hashable {
        /// The worker, as a random id.
        public var worker: WorkerID
        /// The estimated accuracy, from agreement alone: by majority the smoothed share of others who gave the same label,
        /// by the other methods the expected share of right answers.
        public var accuracy: Double
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .viewKPIs, as: actor, tx).project
            guard let fit = try services.fits.fit(of: project, tx) else {
                return Output(method: "majority", votes: 0, items: 0, workers: [])
            }
            let workers = fit.learned.fit.workerAccuracy.map {
                Worker(worker: WorkerID(rawValue: $0.key), accuracy: $0.value)
            }
            return Output(
                method: fit.method, fit: fit.id, fittedAt: fit.createdAt, votes: fit.votes, items: fit.items,
                workers: workers.sorted { ($1.accuracy, $0.worker) < ($0.accuracy, $1.worker) })
        }
    }
}
