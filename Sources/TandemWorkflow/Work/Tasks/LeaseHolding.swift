import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// A person's live hold on a task, as a transaction finds it.
enum LeaseHolding {
    enum Found: Sendable {
        case held(WorkTask, Lease, Project)
        /// Its time is over; that has been written down now, so the transaction must commit.
        case expired
        case gone
    }

    /// Looks for the person's hold; nil `fence` means whichever it is.
    static func find(
        _ task: TaskID, fence: Int?, of actor: Actor, services: Services, now: Instant, _ tx: any WriteTransaction
    ) throws -> Found {
        let worker = try WorkAccess.worker(of: actor)
        let found = try TaskStore.findForChange(task, in: actor.workspace, tx)
        let project = try WorkAccess.project(found.project.rawValue, for: .viewProject, as: actor, tx).project
        guard let lease = try LeaseStore.live(of: worker, on: task, tx), fence == nil || lease.fence == fence else {
            return .gone
        }
        if lease.expiresAt <= now {
            let ended = try LeaseEnding.end(
                [lease], reason: .expired, by: .system(in: actor.workspace), now: now, in: tx)
            try services.ledger.append(ended.events, in: tx)
            return .expired
        }
        return .held(found, lease, project)
    }

    /// What a person is told who no longer holds a task.
    static func lost(_ task: TaskID) -> Problem {
        Problem(
            .conflict, "lease_ended", "You no longer hold this task: its time ran out or it was given back.",
            facts: ["task": task.rawValue])
    }
}
