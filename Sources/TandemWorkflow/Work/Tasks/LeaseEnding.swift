import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Ends leases without an answer, so that their tasks go back to the end of the queue.
///
/// Written once and final: a clock that jumps back later does not revive them.
enum LeaseEnding {
    /// Ends those of the leases that have not ended; the tasks come back as they are now.
    ///
    /// Tasks are locked in the order of their ids and before the project, so that two servers cannot wait in a circle.
    static func end(
        _ leases: [Lease], reason: LeaseEnd, by actor: Actor, now: Instant, in tx: any WriteTransaction
    ) throws -> (tasks: [WorkTask], events: [EventDraft]) {
        var found: [(Lease, WorkTask)] = []
        for lease in leases.sorted(by: { $0.task < $1.task }) {
            found.append((lease, try TaskStore.findForChange(lease.task, in: lease.workspace, tx)))
        }
        var tasks: [WorkTask] = []
        var events: [EventDraft] = []
        for (lease, task) in found where try LeaseStore.end(lease, at: now, reason: reason, in: tx) {
            guard !task.state.isEnded else { continue }
            let seq = try ProjectStore.takeSeqs(1, of: task.project, in: tx)
            let freed = task.gaveBack(newSeq: seq)
            try TaskStore.save(freed, in: tx)
            if reason == .skipped, SkipRules.endsTask(freed) { try TaskStore.close(freed, at: now, in: tx) }
            tasks.append(freed)
            events.append(try event(of: lease, on: task, reason, by: actor, now))
        }
        return (tasks, events)
    }
    private static func event(
        of lease: Lease, on task: WorkTask, _ reason: LeaseEnd, by actor: Actor, _ now: Instant
    ) throws -> EventDraft {
        var facts: [String: JSONValue] = [
            "task": .string(task.id.rawValue), "item": .string(task.item.rawValue),
            "kind": .string(task.kind.rawValue), "fence": JSONValue(lease.fence),
            "worker": .string(lease.worker.rawValue), "held_ms": JSONValue(now.since(lease.claimedAt)),
        ]
        if reason == .skipped { facts["skipped"] = true }
        return try EventDraft(
            reason == .expired ? .taskExpired : .taskReleased, by: actor, project: task.project,
            subject: task.id.rawValue, correlation: task.decision?.rawValue ?? task.item.rawValue, facts: facts)
    }
}
