import TandemLedger
import TandemTabular
import Testing

@testable import TandemWork

struct SkipRulesTests {
    private let ann = WorkerID(rawValue: "ann")
    private let eve = WorkerID(rawValue: "eve")

    private func task(
        _ kind: TaskKind = .adjudicate, skill: String? = nil, for worker: WorkerID? = nil, leases: Int = 0
    ) -> WorkTask {
        WorkTask(
            id: TaskID(rawValue: "t"), workspace: WorkspaceID(rawValue: "w"), project: ProjectID(rawValue: "p"),
            item: ItemID(rawValue: "i"), kind: kind, purpose: .work, state: .open, priority: 50, seq: 0, skill: skill,
            dueAt: nil, overlap: 2, answers: 0, leases: leases, fence: 0, blind: true, decision: nil, forWorker: worker,
            details: [:], createdAt: Instant(milliseconds: 0), settleAt: nil, endedAt: nil)
    }

    private var people: [SkipRules.Candidate] {
        [
            .init(worker: ann, kinds: [.label]),
            .init(worker: eve, kinds: Set(TaskKind.allCases), skills: ["medical"]),
        ]
    }

    @Test func `a task is not stuck while somebody is left who may take it`() {
        #expect(SkipRules.block(of: task(), candidates: people, past: .init()) == nil)
        #expect(SkipRules.block(of: task(.label), candidates: people, past: .init(skipped: [eve])) == nil)
    }

    @Test func `who skipped or answered is not left, and the reason counts each once`() {
        let block = SkipRules.block(
            of: task(.label), candidates: people, past: .init(answered: [ann], skipped: [ann, eve]))
        #expect(block == .allDone(answered: 1, skipped: 1))
        #expect(
            SkipRules.block(of: task(), candidates: people, past: .init(skipped: [eve]))
                == .allDone(answered: 0, skipped: 1))
    }

    @Test func `roles are asked for first, then skills, then what people did already`() {
        #expect(SkipRules.block(of: task(), candidates: [people[0]], past: .init(skipped: [eve])) == .nobodyMay)
        #expect(SkipRules.block(of: task(), candidates: [], past: .init()) == .nobodyMay)
        #expect(
            SkipRules.block(of: task(skill: "legal"), candidates: people, past: .init()) == .nobodyHasSkill("legal"))
        #expect(SkipRules.block(of: task(skill: "medical"), candidates: people, past: .init()) == nil)
    }

    @Test func `while somebody holds a task it is not stuck, and an ended one never is`() {
        #expect(SkipRules.block(of: task(leases: 1), candidates: people, past: .init(skipped: [eve])) == nil)
        var ended = task()
        ended.state = .closed
        #expect(SkipRules.block(of: ended, candidates: [], past: .init()) == nil)
    }

    @Test func `a task made for one person ends when that person skips it`() {
        #expect(SkipRules.endsTask(task(.label, for: ann)))
        #expect(!SkipRules.endsTask(task(.label)))
    }
}
