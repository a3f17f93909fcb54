import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

extension SettleTask {
    /// What a correction came to for the item.
    enum Again: String, Sendable {
        /// The settled answer is what it was.
        case unchanged
        /// The item has another settled answer now.
        case resolved
        /// The answers no longer settle it: an adjudicator is asked.
        case reopened
    }

    /// Looks at a task that has ended once more, after one of its answers was corrected.
    ///
    /// An answer that came from elsewhere meanwhile (an adjudicator, a review, the world) stands. A live decision that
    /// people closed follows the new answer, and its caller is told; while an adjudicator is asked it stays as it was.
    func again(_ task: WorkTask) throws -> Again {
        guard task.state.isEnded, task.purpose.resolves else { return .unchanged }
        let answers = try AnnotationStore.counted(on: task.id, tx)
        if task.kind == .adjudicate { return try adjudicateAgain(task, answers) }
        guard try takeBackFromAdjudicator(task) else { return .unchanged }
        let standing = try LabelStore.task(of: task.item, tx)
        guard standing == nil || standing == task.id else { return .unchanged }
        switch try outcome(of: answers) {
        case .settled(let settlement):
            return try resolveAgain(task, answers, settlement, source: .consensus)
        case .adjudicate(let reason):
            try LabelStore.remove(task, in: tx)
            try services.ledger.append(try askAdjudicator(task, answers, reason), in: tx)
            return .reopened
        }
    }

    private func resolveAgain(
        _ task: WorkTask, _ answers: [Annotation], _ settlement: Settlement, source: ResolutionSource
    ) throws -> Again {
        let before = try LabelStore.find(task.item, tx)?.value
        let (resolved, events) = try save(task, answers, settlement, source: source, isCorrected: true)
        guard before != settlement.value else { return .unchanged }
        try services.ledger.append(events, in: tx)
        try FollowResolution.run(resolved, project: project, services: services, as: system, now: now, in: tx)
        return .resolved
    }

    private func adjudicateAgain(_ task: WorkTask, _ answers: [Annotation]) throws -> Again {
        let standing = try LabelStore.task(of: task.item, tx)
        guard standing == nil || standing == task.id else { return .unchanged }
        let value = answers.last.flatMap { $0.unsure ? nil : $0.value }
        if value == nil { try LabelStore.remove(task, in: tx) }
        return try resolveAgain(
            task, answers, Settlement(value: value, posterior: nil, method: "adjudication"), source: .adjudication)
    }

    /// Closes the adjudicator's task about these answers if nobody has begun it, since they are others now.
    /// - Returns: false when the matter is the adjudicator's already, or the task ended without being settled.
    private func takeBackFromAdjudicator(_ task: WorkTask) throws -> Bool {
        let found = try TaskStore.list(of: task.item, tx).last { other in
            other.kind == .adjudicate && other.details["of"]?.string == task.id.rawValue
        }
        guard let found else { return task.state == .resolved }
        let last = try TaskStore.findForChange(found.id, in: found.workspace, tx)
        if last.state == .closed { return true }
        guard !last.state.isEnded, last.leases == 0, last.answers == 0 else { return false }
        return try TaskStore.close(last, at: now, in: tx)
    }
}
