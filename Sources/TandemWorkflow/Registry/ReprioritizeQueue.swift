import TandemLabeling
import TandemLedger
import TandemModeling
import TandemNumerics
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// After a change of the live model, asks first about the items that it is least sure of.
///
/// Only a bounded number of open label tasks is scored again. Only items with the role train are moved by what a model
/// says of them; the others get places by lot, spread alike, so that what calibrates and evaluates stays an even sample
/// and is not left behind.
public struct ReprioritizeQueue: JobHandler {
    static let jobKind = "reprioritize"
    /// Most tasks that are looked at.
    static let mostTasks = 2_000
    /// The priorities that ordinary work moves between; more urgent and less urgent tasks are left alone.
    static let band = 40...59
    /// Tasks moved in one transaction.
    static let chunk = 200

    /// A handler of reordering jobs.
    public init() {}

    /// Reordering jobs.
    public var kind: String { Self.jobKind }

    /// Scores and moves; moving twice does no harm.
    public func run(_ job: Job, _ signal: JobSignal, _ services: Services) async throws -> JobResult {
        guard let id = job.project else { throw Problem(.internal, "bad_job_input", "The job has no project.") }
        guard let live = try await services.liveModels.current(id), job.input["version"]?.int == live.version else {
            return JobResult { _ in JobResult.Written(output: ["moved": 0, "reason": "the live model changed again"]) }
        }
        let project = try await services.database.read { tx in try ProjectStore.find(id, in: job.workspace, tx) }
        let candidates = try await services.database.read { tx in
            try TaskStore.openLabelTasks(in: id, limit: Self.mostTasks, tx).filter { entry in
                entry.task.purpose == .work && entry.task.forWorker == nil && entry.item.erasedAt == nil
                    && Self.band.contains(entry.task.priority)
            }.map { Candidate(task: $0.task.id, priority: $0.task.priority, item: $0.item) }
        }
        let moves = try await OwnThread.run("tandem-reorder") {
            try Self.moves(candidates, project: project, live: live)
        }
        for start in stride(from: 0, to: moves.count, by: Self.chunk) {
            try signal.check()
            signal.report(Double(start) / Double(moves.count), "reordering the queue")
            let part = moves[start..<min(start + Self.chunk, moves.count)]
            try await services.database.write { tx in
                for move in part { try TaskStore.move(move.task, to: move.priority, project: id, in: tx) }
                tx.hint("tasks")
            }
        }
        let output: JSONValue = ["scored": JSONValue(candidates.count), "moved": JSONValue(moves.count)]
        return JobResult { _ in JobResult.Written(output: output) }
    }

    struct Candidate: Sendable {
        let task: TaskID
        let priority: Int
        let item: Item
    }

    /// Where each task belongs, leaving out those that stand there already.
    static func moves(
        _ candidates: [Candidate], project: Project, live: LiveModel
    ) throws -> [(task: TaskID, priority: Int)] {
        var places: [TaskID: Double] = [:]
        var learnable: [(task: TaskID, unsureness: Double)] = []
        for candidate in candidates {
            if candidate.item.role == .train, let content = candidate.item.content.object,
                let scores = try? live.artifact.scores(content)
            {
                learnable.append((candidate.task, Uncertainty.entropy.score(scores)))
            } else {
                places[candidate.task] = KeyedCoin.draw(
                    ["queue", live.id.rawValue, candidate.item.id.rawValue], key: project.splitKey)
            }
        }
        learnable.sort { ($0.unsureness, $1.task) > ($1.unsureness, $0.task) }
        for (rank, entry) in learnable.enumerated() { places[entry.task] = Double(rank) / Double(learnable.count) }
        return candidates.compactMap { candidate in
            guard let place = places[candidate.task] else { return nil }
            let priority = band.lowerBound + min(band.count - 1, Int(place * Double(band.count)))
            return priority == candidate.priority ? nil : (candidate.task, priority)
        }
    }
}
