import TandemLedger
import TandemNumerics
import TandemTabular
import Testing

@testable import TandemWork

struct TaskRulesTests {
    private func task(overlap: Int) -> WorkTask {
        WorkTask(
            id: TaskID(rawValue: "t"), workspace: WorkspaceID(rawValue: "w"), project: ProjectID(rawValue: "p"),
            item: ItemID(rawValue: "i"), kind: .label, purpose: .work, state: .open, priority: 50, seq: 0, skill: nil,
            dueAt: nil, overlap: overlap, answers: 0, leases: 0, fence: 0, blind: true, decision: nil, forWorker: nil,
            details: [:], createdAt: Instant(milliseconds: 0), settleAt: nil, endedAt: nil)
    }

    @Test func `whatever happens, answers and leases never exceed the overlap and the state tells whether one is free`()
    {
        var random = SplitMix64(seed: 5)
        for overlap in 1...4 {
            var task = task(overlap: overlap)
            for step in 0..<2000 {
                switch Int(random.next() % 4) {
                case 0 where task.hasPlace: task = task.claimed()
                case 1 where task.leases > 0: task = task.gaveBack(newSeq: step)
                case 2 where task.leases > 0:
                    task = task.answered(endingLease: true, settleAt: Instant(milliseconds: step))
                case 3 where task.answers > 0: task = task.takenBack()
                default: continue
                }
                #expect(task.answers >= 0 && task.leases >= 0)
                #expect(task.answers + task.leases <= overlap)
                #expect((task.state == .open) == (task.answers + task.leases < overlap))
                #expect((task.settleAt != nil) == (task.answers == overlap))
            }
        }
    }

    @Test func `every claim raises the fence and a task that opens again goes to the end`() {
        let held = task(overlap: 1).claimed()
        #expect(held.fence == 1 && held.state == .full)
        let back = held.gaveBack(newSeq: 99)
        #expect(back.seq == 99 && back.state == .open && back.claimed().fence == 2)
    }

    @Test func `active time is what was measured, at most the time since the claim`() {
        let claim = Instant(milliseconds: 1000)
        #expect(ActiveTime.milliseconds(measured: 300, claimedAt: claim, now: Instant(milliseconds: 2000)) == 300)
        #expect(ActiveTime.milliseconds(measured: 9000, claimedAt: claim, now: Instant(milliseconds: 2000)) == 1000)
        #expect(ActiveTime.milliseconds(measured: -5, claimedAt: claim, now: Instant(milliseconds: 2000)) == 0)
        #expect(ActiveTime.milliseconds(measured: 10, claimedAt: claim, now: Instant(milliseconds: 500)) == 0)
    }

    @Test func `settings outside their ranges are refused by name`() throws {
        func problem(_ change: (inout ProjectSettings) -> Void) -> String? {
            var settings = ProjectSettings()
            change(&settings)
            do throws(Problem) { try settings.check() } catch { return error.place }
            return nil
        }
        #expect(problem { _ in } == nil)
        #expect(problem { $0.overlap = 26 } == "/settings/overlap")
        #expect(problem { $0.goldShare = -0.1 } == "/settings/gold_share")
        #expect(problem { $0.agreementThreshold = 0.5 } == "/settings/agreement_threshold")
        #expect(problem { $0.aggregator = "best" } == "/settings/aggregator")
        #expect(problem { $0.roleShares.train = 0.9 } == "/settings/role_shares")
        let read: ProjectSettings = try Wire.decode(from: Array(#"{"overlap":3}"#.utf8))
        #expect(read.overlap == 3 && read.leaseSeconds == 600)
    }
}
