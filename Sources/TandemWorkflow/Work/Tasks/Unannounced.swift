import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Puts a task with a known or an earlier answer in the place of an ordinary one, when its turn has come.
///
/// What the person sees is the same: the task's id is born at the moment of the task it stands in for, its fence is
/// that task's, and it settles, opens again and can be undone like any other.
struct Unannounced {
    /// How far back an answer must lie to be asked for again.
    static let repeatAfterSeconds = 86_400

    let services: Services
    let project: Project
    let worker: WorkerID
    let now: Instant
    let tx: any WriteTransaction

    /// The task to hand out instead of `ordinary` as the person's claim number `count`, from 0; nil when it is nobody's
    /// turn or nothing suits.
    func task(inPlaceOf ordinary: WorkTask, count: Int) throws -> WorkTask? {
        for purpose in UnannouncedRules(project).purposes(for: worker, count: count) {
            if let made = try make(purpose, like: ordinary, count: count) { return made }
        }
        return nil
    }

    private func make(_ purpose: TaskPurpose, like ordinary: WorkTask, count: Int) throws -> WorkTask? {
        switch purpose {
        case .gold: return try unseenGold(count).map { try insert($0.item, .gold, [:], like: ordinary) } ?? nil
        case .seeded:
            guard services.suggestions is NoSuggestions == false, project.question.labels.count > 1 else { return nil }
            guard let gold = try unseenGold(count), gold.label != nil else { return nil }
            return try insert(gold.item, .seeded, [:], like: ordinary)
        case .repeat:
            guard let earlier = try earlierAnswer(count) else { return nil }
            return try insert(earlier.item, .repeat, ["repeat_of": .string(earlier.id.rawValue)], like: ordinary)
        case .work, .audit, .decision: return nil
        }
    }

    private func unseenGold(_ count: Int) throws -> Gold? {
        let unseen = try GoldStore.unseen(by: worker, in: project.id, limit: 20, tx)
        guard !unseen.isEmpty else { return nil }
        return unseen[Int(draw(count) * Double(unseen.count))]
    }

    private func earlierAnswer(_ count: Int) throws -> Annotation? {
        guard let first = try AnnotationStore.first(of: worker, in: project.id, tx) else { return nil }
        let last = now.adding(seconds: -Self.repeatAfterSeconds)
        guard first <= last else { return nil }
        let start = first.adding(milliseconds: Int(draw(count) * Double(last.since(first))))
        let from = { start in
            try AnnotationStore.repeatable(of: worker, in: project.id, from: start, to: last, limit: 1, tx).first
        }
        return try from(start) ?? from(first)
    }

    private func draw(_ count: Int) -> Double {
        KeyedCoin.draw(["unannounced item", worker.rawValue, String(count)], key: project.splitKey)
    }

    private func insert(
        _ item: ItemID, _ purpose: TaskPurpose, _ details: JSONValue, like ordinary: WorkTask
    ) throws -> WorkTask {
        var details = details.object ?? [:]
        details["reasons"] = ordinary.details["reasons"]
        let new = NewTask(
            id: services.random.id(at: ordinary.createdAt), item: item, purpose: purpose, priority: ordinary.priority,
            dueAt: nil, overlap: 1, blind: purpose != .seeded, forWorker: worker, details: .object(details),
            createdAt: now)
        return try TaskStore.insert(new, project: project, fence: ordinary.fence, in: tx)
    }
}
