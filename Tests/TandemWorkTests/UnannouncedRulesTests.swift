import TandemLedger
import TandemTabular
import TandemWork
import Testing

struct UnannouncedRulesTests {
    private func project(_ change: (inout ProjectSettings) -> Void = { _ in }) throws -> Project {
        var settings = ProjectSettings()
        change(&settings)
        return Project(
            id: ProjectID(rawValue: "p"), workspace: WorkspaceID(rawValue: "w"), slug: "s", name: "n",
            question: .choice("?", [LabelChoice("a"), LabelChoice("b")]), schema: try Schema([Column("x", .number)]),
            settings: settings, policy: [:], policyVersion: "1", splitKey: [UInt8](repeating: 7, count: 32),
            createdAt: Instant(milliseconds: 0))
    }

    @Test func `of each fifty tasks exactly one is gold and one a repeat, at places nobody can foresee`() throws {
        let rules = UnannouncedRules(try project())
        var places: Set<Int> = []
        for person in 0..<20 {
            let worker = WorkerID(rawValue: "w\(person)")
            for block in 0..<10 {
                let gold = (0..<50).filter { rules.purposes(for: worker, count: block * 50 + $0).contains(.gold) }
                let again = (0..<50).filter { rules.purposes(for: worker, count: block * 50 + $0).contains(.repeat) }
                #expect(gold.count == 1 && again.count == 1)
                places.formUnion(gold)
            }
        }
        #expect(places.count > 40)
    }

    @Test func `a share of nothing is never drawn`() throws {
        let rules = UnannouncedRules(
            try project { ($0.goldShare, $0.repeatShare, $0.seededErrorShare) = (0, 0, 0) })
        #expect((0..<500).allSatisfy { rules.purposes(for: WorkerID(rawValue: "w"), count: $0).isEmpty })
    }

    @Test func `answers that measure or audit are always blind, ordinary ones in their share`() throws {
        let project = try project { $0.blindShare = 0.1 }
        var blind = 0
        for number in 0..<2000 {
            let task = TaskID(rawValue: "t\(number)")
            for purpose in [TaskPurpose.audit, .gold, .repeat] {
                #expect(BlindRules.isBlind(purpose: purpose, role: .train, task: task, project: project))
            }
            #expect(BlindRules.isBlind(purpose: .work, role: .evaluate, task: task, project: project))
            #expect(BlindRules.isBlind(purpose: .work, role: .calibrate, task: task, project: project))
            if BlindRules.isBlind(purpose: .work, role: .train, task: task, project: project) { blind += 1 }
        }
        #expect((140...260).contains(blind))
    }
}
