import TandemLedger

/// What becomes of a task that a person skips, and whether anybody is left who may take a task that waits.
public enum SkipRules {
    /// Somebody who works in the project, as far as these rules look.
    public struct Candidate: Sendable, Hashable {
        /// Who.
        public let worker: WorkerID
        /// The kinds of tasks their roles let them take.
        public let kinds: Set<TaskKind>
        /// Their skills in the project.
        public let skills: Set<String>

        /// A candidate.
        public init(worker: WorkerID, kinds: Set<TaskKind>, skills: Set<String> = []) {
            self.worker = worker
            self.kinds = kinds
            self.skills = skills
        }
    }

    /// What people have to do with a task already.
    public struct Past: Sendable, Hashable {
        /// Who answered it, or its item where that rules them out.
        public var answered: Set<WorkerID>
        /// Who skipped it.
        public var skipped: Set<WorkerID>

        /// What is known.
        public init(answered: Set<WorkerID> = [], skipped: Set<WorkerID> = []) {
            self.answered = answered
            self.skipped = skipped
        }
    }

    /// Why nobody may take a task as things are.
    public enum Block: Sendable, Hashable {
        /// Nobody has a role for its kind.
        case nobodyMay
        /// Nobody who may has the skill that it needs.
        case nobodyHasSkill(String)
        /// All who may have answered it, or the item, or have skipped it; how many of each.
        case allDone(answered: Int, skipped: Int)
    }

    /// Whether a task that was skipped is at its end: one made for this person alone is nobody else's.
    public static func endsTask(_ task: WorkTask) -> Bool { task.forWorker != nil }

    /// Why nobody may take an open task; nil while somebody may, or somebody holds it.
    ///
    /// - Parameters:
    ///   - task: the task.
    ///   - candidates: everybody with a role in the project.
    ///   - past: who answered and who skipped it.
    /// - Returns: the first reason that leaves nobody: role, then skill, then what people did already.
    public static func block(of task: WorkTask, candidates: [Candidate], past: Past) -> Block? {
        guard task.state == .open, task.leases == 0 else { return nil }
        let may = candidates.filter { one in
            one.kinds.contains(task.kind) && (task.forWorker == nil || task.forWorker == one.worker)
        }
        if may.isEmpty { return .nobodyMay }
        let able = may.filter { one in task.skill.map(one.skills.contains) ?? true }
        if let skill = task.skill, able.isEmpty { return .nobodyHasSkill(skill) }
        let left = able.filter { !past.answered.contains($0.worker) && !past.skipped.contains($0.worker) }
        if !left.isEmpty { return nil }
        return .allDone(
            answered: able.count { past.answered.contains($0.worker) },
            skipped: able.count { past.skipped.contains($0.worker) && !past.answered.contains($0.worker) })
    }
}
