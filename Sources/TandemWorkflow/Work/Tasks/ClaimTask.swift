import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Hands the next task to a person under a lease.
///
/// A person holds at most two tasks of a project: one on the screen, one prefetched. A claim beyond that, and a claim
/// that names what the screen already holds, gives a task that is held already.
public struct ClaimTask: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The claim's own key: repeating it gives the same lease.
        public var claimKey: String?
        /// The kinds wanted; nil means all that the person may claim.
        public var kinds: Set<TaskKind>?
        /// The tasks that the screen holds, nil when unknown; others that the person holds are given before new ones.
        public var holding: Set<TaskID>?

        /// An input.
        public init(
            project: String, claimKey: String? = nil, kinds: Set<TaskKind>? = nil, holding: Set<TaskID>? = nil
        ) {
            self.project = project
            self.claimKey = claimKey
            self.kinds = kinds
            self.holding = holding
        }
    }

    /// The task; nil when nothing waits for this person.
    public typealias Output = TaskPayload?

    /// How many tasks of a project a person holds at once.
    public static let most = 2

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> TaskPayload? {
        let worker = try WorkAccess.worker(of: actor)
        if let key = input.claimKey, !(1...200).contains(key.utf8.count) {
            throw Problem(.invalid, "bad_claim_key", "A claim key has 1 to 200 characters.", at: "/claim_key")
        }
        let now = services.clock.now
        let found = try await services.database.write { tx in
            try Claim(input: input, services: services, actor: actor, worker: worker, now: now, tx: tx).run()
        }
        switch found {
        case .held(let held):
            if held.lease.claimedAt == now {
                let wait = max(0, now.since(held.task.createdAt))
                services.meter.observe(.taskWait, seconds: Double(wait) / 1000)
            }
            return try await held.payload(services)
        case .nothing: return nil
        case .ended:
            throw Problem(
                .conflict, "claim_ended", "The task of this claim was answered or given back; claim with a new key.",
                at: "/claim_key")
        }
    }
}

/// One claim inside its transaction.
private struct Claim {
    enum Found: Sendable {
        case held(HeldTask)
        case nothing
        case ended
    }

    let input: ClaimTask.Input
    let services: Services
    let actor: Actor
    let worker: WorkerID
    let now: Instant
    let tx: any WriteTransaction

    func run() throws -> Found {
        let project = try WorkAccess.project(input.project, for: .viewProject, as: actor, tx).project
        let kinds = try WorkAccess.kinds(for: actor, in: project, wanted: input.kinds)
        var (live, events) = try liveLeases(project)
        if let known = try sameClaim(live, project) {
            try services.ledger.append(events, in: tx)
            return known
        }
        if let wanted = input.kinds { events += try makeRoom(in: &live, for: wanted) }
        if let known = try heldAlready(live, project) {
            try services.ledger.append(events, in: tx)
            return known
        }
        guard let (task, lease, item) = try take(kinds, project) else {
            try services.ledger.append(events, in: tx)
            return .nothing
        }
        try services.ledger.append(events + [try claimed(task, lease)], in: tx)
        return .held(try held(task, lease, project, item: item))
    }

    /// The leases the person holds; those whose time is over are ended now.
    private func liveLeases(_ project: Project) throws -> ([Lease], [EventDraft]) {
        let leases = try LeaseStore.live(of: worker, in: project.id, tx)
        let overdue = leases.filter { $0.expiresAt <= now }
        if overdue.isEmpty { return (leases, []) }
        let ended = try LeaseEnding.end(overdue, reason: .expired, by: .system(in: actor.workspace), now: now, in: tx)
        return (leases.filter { $0.expiresAt > now }, ended.events)
    }

    /// The task that the same claim gave before.
    private func sameClaim(_ live: [Lease], _ project: Project) throws -> Found? {
        guard let key = input.claimKey, let lease = try LeaseStore.find(claimKey: key, of: worker, tx) else {
            return nil
        }
        guard live.contains(where: { $0.task == lease.task && $0.fence == lease.fence }) else { return .ended }
        return .held(try held(lease, project))
    }

    /// Leaves the leases on tasks of the wanted kinds, and those that the screen says it holds.
    ///
    /// When the others would
    /// take the places, the person has turned to other work, and they go back to the queue.
    private func makeRoom(in live: inout [Lease], for wanted: Set<TaskKind>) throws -> [EventDraft] {
        let all = live
        var others: [Lease] = []
        for lease in all where !(input.holding?.contains(lease.task) ?? false) {
            let kind = try TaskStore.find(lease.task, in: actor.workspace, tx)?.kind
            if kind.map({ !wanted.contains($0) }) ?? false { others.append(lease) }
        }
        live.removeAll { others.contains($0) }
        guard !others.isEmpty, all.count >= ClaimTask.most else { return [] }
        return try LeaseEnding.end(others, reason: .released, by: actor, now: now, in: tx).events
    }

    /// What the person holds already, if that is the answer.
    private func heldAlready(_ live: [Lease], _ project: Project) throws -> Found? {
        if let holding = input.holding {
            if let other = live.first(where: { !holding.contains($0.task) }) { return .held(try held(other, project)) }
            return live.count >= ClaimTask.most ? .nothing : nil
        }
        guard live.count >= ClaimTask.most, let oldest = live.first else { return nil }
        return .held(try held(oldest, project))
    }

    private func take(_ kinds: [TaskKind], _ project: Project) throws -> (WorkTask, Lease, Item)? {
        let search = ClaimStore(project: project, worker: worker, tx: tx)
        for kind in kinds {
            guard let next = try search.next(kind) else { continue }
            try ProgressStore.addClaim(of: worker, in: project.id, project.workspace, tx: tx)
            let other = kind == .label ? try unannounced(inPlaceOf: next.task, project) : nil
            let task = (other ?? next.task).claimed()
            try TaskStore.save(task, in: tx)
            let lease = Lease(
                task: task, worker: worker, claimKey: input.claimKey, claimedAt: now,
                expiresAt: now.adding(seconds: project.settings.leaseSeconds))
            try LeaseStore.insert(lease, in: tx)
            return (task, lease, next.item)
        }
        return nil
    }

    private func unannounced(inPlaceOf ordinary: WorkTask, _ project: Project) throws -> WorkTask? {
        guard UnannouncedRules(project).isEver else { return nil }
        let claims = try ProgressStore.find(worker, in: project.id, tx).claims
        return try Unannounced(services: services, project: project, worker: worker, now: now, tx: tx)
            .task(inPlaceOf: ordinary, count: claims - 1)
    }

    private func claimed(_ task: WorkTask, _ lease: Lease) throws -> EventDraft {
        try EventDraft(
            .taskClaimed, by: actor, as: WorkAccess.role(of: actor, for: task.kind, in: task.project),
            project: task.project, subject: task.id.rawValue,
            correlation: task.decision?.rawValue ?? task.item.rawValue,
            facts: [
                "task": .string(task.id.rawValue), "item": .string(task.item.rawValue),
                "kind": .string(task.kind.rawValue), "fence": JSONValue(lease.fence),
                "wait_ms": JSONValue(max(0, now.since(task.createdAt))),
            ])
    }

    private func held(_ lease: Lease, _ project: Project) throws -> HeldTask {
        guard let task = try TaskStore.find(lease.task, in: project.workspace, tx) else {
            throw Problem.noSuch("task", lease.task.rawValue)
        }
        return try held(task, lease, project)
    }

    private func held(_ task: WorkTask, _ lease: Lease, _ project: Project, item: Item? = nil) throws -> HeldTask {
        try HeldTask.read(task, lease: lease, project: project, item: item, suggestions: services.suggestions, tx)
    }
}
