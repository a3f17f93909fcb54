import TandemLabeling
import TandemLedger
import TandemModeling
import TandemNumerics
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Learns from a project's independent labels, by the aggregator it chose, how far each worker can be trusted; resolutions
/// use it from the moment it is written.
public struct FitAggregator: JobHandler {
    static let jobKind = "aggregator.fit"

    /// A handler of fitting jobs.
    public init() {}

    /// Fitting jobs.
    public var kind: String { Self.jobKind }

    /// Reads the votes in one snapshot and fits; the same votes give the same fit.
    public func run(_ job: Job, _ signal: JobSignal, _ services: Services) async throws -> JobResult {
        guard let id = job.project else { throw Problem(.internal, "bad_job_input", "The job has no project.") }
        signal.report(0.1, "reading votes")
        let (project, votes, answers) = try await services.database.read { tx in
            let project = try ProjectStore.find(id, in: job.workspace, tx)
            let answers = try CounterStore.values(of: id, tx)[CounterStore.annotations] ?? 0
            return (project, try Self.votes(of: project, tx), answers)
        }
        try signal.check()
        signal.report(0.5, "fitting")
        let labels = project.question.labels.map(\.value)
        let table = try Self.table(votes, labels: labels)
        let method = project.settings.aggregator
        let learned = try await OwnThread.run("tandem-aggregate") { try LearnedFit(method: method, of: table) }
        let now = services.clock.now
        let fit = StoredFit(
            id: services.random.id(at: now), labels: labels, learned: learned, votes: table.voteCount,
            items: table.items.count, answers: answers, createdAt: now)
        return JobResult { tx in
            try FitStore.insert(fit, project: id, workspace: job.workspace, job: job.id.rawValue, in: tx)
            let facts: [String: JSONValue] = [
                "fit": .string(fit.id.rawValue), "method": .string(fit.method), "votes": JSONValue(fit.votes),
                "items": JSONValue(fit.items), "workers": JSONValue(learned.fit.workerAccuracy.count),
                "hash": .string(try fit.hash()), "job": .string(job.id.rawValue),
            ]
            return JobResult.Written(
                output: .object(facts),
                events: [try EventDraft(.aggregatorFitted, of: job, subject: fit.id.rawValue, facts: facts)])
        }
    }

    /// A project's votes, item by item.
    static func votes(of project: Project, _ tx: any ReadTransaction) throws -> [Vote] {
        let places = Dictionary(
            project.question.labels.enumerated().map { ($1.value, $0) }, uniquingKeysWith: { first, _ in first })
        var votes: [Vote] = []
        try AnnotationStore.forEachVote(in: project.id, tx) { item, worker, label in
            guard let place = places[label] else { return }
            votes.append(Vote(item: item.rawValue, worker: worker.rawValue, label: place))
        }
        return votes
    }

    private static func table(_ votes: [Vote], labels: [String]) throws -> VoteTable {
        do {
            return try VoteTable(votes, labelCount: labels.count)
        } catch {
            throw Problem(.conflict, "not_a_choice", "Only a question with labels has an aggregator that learns.")
        }
    }
}
