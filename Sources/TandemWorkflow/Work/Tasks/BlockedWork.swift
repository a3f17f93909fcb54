import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Tasks that wait although nobody in the project may take them, and why; see `SkipRules`.
public struct BlockedWork: Sendable, Codable, Hashable {
    /// What is to be done.
    public var kind: TaskKind
    /// How many tasks wait for the same reason; of each kind the first 50 are looked at.
    public var count: Int
    /// One sentence: why, and what would help.
    public var reason: String

    /// How many tasks of each kind are looked at.
    public static let most = 50

    /// What is stuck in a project, the kinds in their order.
    static func read(_ project: ProjectID, _ tx: any ReadTransaction) throws -> [BlockedWork] {
        let tasks = try StandingStore.suspects(in: project, limit: most, tx)
        let blocks = try blocks(of: tasks, in: project, tx)
        let groups = Dictionary(grouping: tasks.filter { blocks[$0.id] != nil }) { task in
            BlockedWork(kind: task.kind, count: 0, reason: blocks[task.id].map { sentence($0, task.kind) } ?? "")
        }
        let order = Dictionary(uniqueKeysWithValues: TaskKind.allCases.enumerated().map { ($1, $0) })
        return groups.map { BlockedWork(kind: $0.key.kind, count: $0.value.count, reason: $0.key.reason) }
            .sorted { (order[$0.kind] ?? 0, $0.reason) < (order[$1.kind] ?? 0, $1.reason) }
    }

    /// Why nobody may take one task; nil while somebody may.
    static func reason(for task: WorkTask, _ tx: any ReadTransaction) throws -> String? {
        try blocks(of: [task], in: task.project, tx)[task.id].map { sentence($0, task.kind) }
    }

    private static func blocks(
        of tasks: [WorkTask], in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> [TaskID: SkipRules.Block] {
        guard !tasks.isEmpty else { return [:] }
        let candidates = try candidates(in: project, tx)
        let past = try StandingStore.past(of: tasks, tx)
        var blocks: [TaskID: SkipRules.Block] = [:]
        for task in tasks {
            blocks[task.id] = SkipRules.block(of: task, candidates: candidates, past: past[task.id] ?? .init())
        }
        return blocks
    }

    private static func candidates(
        in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> [SkipRules.Candidate] {
        let skills = try StandingStore.skills(in: project, tx)
        return try RoleStore.workers(in: project, tx).map { worker, roles in
            SkipRules.Candidate(worker: worker, kinds: kinds(of: roles), skills: skills[worker] ?? [])
        }
    }

    private static func kinds(of roles: Set<Role>) -> Set<TaskKind> {
        if !roles.isDisjoint(with: Action.claimReviewTask.roles) { return Set(TaskKind.allCases) }
        return roles.isDisjoint(with: Action.claimLabelTask.roles) ? [] : [.label]
    }

    private static func sentence(_ block: SkipRules.Block, _ kind: TaskKind) -> String {
        let role = kind == .label ? "annotator or expert" : "expert"
        switch block {
        case .nobodyMay: return "Nobody here has the role \(role)."
        case .nobodyHasSkill(let skill): return "Nobody with the role \(role) has the skill \(skill)."
        case .allDone(let answered, let skipped):
            let did = [(answered, "answered"), (skipped, "skipped")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            let what = kind == .label ? "it" : "it or its item"
            return "All who may take it have done with \(what) (\(did.joined(separator: ", "))); "
                + "give another person the role \(role)."
        }
    }
}
