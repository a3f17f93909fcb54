import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// Skipping: nobody is handed twice what they do not want, and what nobody may take stays in view.
struct SkipTests {
    /// A person with an account, so that the project knows of their role.
    private static func member(
        _ name: String, _ roles: Set<Role>, in project: ProjectID, _ world: TestWorld
    ) async throws -> Actor {
        let now = world.clock.now
        let account = Account(
            id: world.services.random.id(at: now), workspace: world.workspace, email: name + "@example.org", name: name,
            isAdministrator: false, createdAt: now, disabledAt: nil)
        let worker = Worker(
            id: world.services.random.id(at: now), workspace: world.workspace, account: account.id, kind: .team,
            name: name, isSimulated: false, createdAt: now)
        try await world.database.write { tx in
            try AccountStore.insert(account, in: tx)
            try AccountStore.insert(worker, in: tx)
            for role in roles {
                _ = try RoleStore.grant(role, to: account.id, in: project, by: world.administrator, at: now, in: tx)
            }
        }
        return Actor(
            account: account.id, worker: worker.id, workspace: world.workspace, name: name, isAdministrator: false,
            roles: [project: roles])
    }

    private static func claim(_ project: ProjectView, as actor: Actor, _ world: TestWorld) async throws -> TaskPayload?
    {
        try await ClaimTask(world.services).run(.init(project: project.slug), as: actor)
    }

    private static func queue(_ project: ProjectView, _ world: TestWorld) async throws -> QueueStatus.Output {
        try await QueueStatus(world.services).run(.init(project: project.slug), as: world.administrator)
    }

    @Test(arguments: TestDatabases.engines)
    func
        `a lone adjudication that its only expert skips is not handed back, waits in view, and goes to the next expert`(
            _ engine: Dialect.Engine
        ) async throws
    {
        try await TestWorld.with(engine) { world in
            let project = try await world.project {
                $0.overlap = 2
                $0.undoSeconds = 0
            }
            try await world.importItems(1, into: project)
            let ann = try await Self.member("ann", [.annotator], in: project.id, world)
            let bob = try await Self.member("bob", [.annotator], in: project.id, world)
            let eve = try await Self.member("eve", [.expert], in: project.id, world)
            try await world.answerNext("yes", in: project, as: ann)
            try await world.answerNext("no", in: project, as: bob)
            #expect(try await Self.queue(project, world).blocked.isEmpty)
            let task = try #require(try await Self.claim(project, as: eve, world))
            #expect(task.kind == .adjudicate && task.votes?.count == 2)
            let skipped = try await ReleaseTask(world.services).run(.init(task: task.id, skip: true), as: eve)
            #expect(skipped.blocked?.contains("1 skipped") == true && skipped.blocked?.contains("expert") == true)
            #expect(try await Self.claim(project, as: eve, world) == nil, "never handed to her again")
            let mine = try await WaitingForMe(world.services).run(.init(project: project.slug), as: eve)
            #expect(mine.items.first?.adjudicate == 0)
            let stuck = try await Self.queue(project, world)
            #expect(stuck.waiting["adjudicate"] == 1)
            #expect(stuck.blocked.map(\.kind) == [.adjudicate] && stuck.blocked.map(\.count) == [1])
            let home = try await ViewHome(world.services).run(.init(project: project.id), as: ann)
            #expect(home.blocked == stuck.blocked)
            let max = try await Self.member("max", [.expert], in: project.id, world)
            #expect(try await Self.queue(project, world).blocked.isEmpty)
            #expect(try await Self.claim(project, as: max, world)?.id == task.id)
            let told = try await world.count(
                "SELECT count(*) AS n FROM event WHERE kind = 'task.released' AND facts LIKE '%\"skipped\":true%'")
            #expect(told == 1)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a label task that one person skips goes to others, and a plain release may come back`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            let project = try await world.project()
            try await world.importItems(2, into: project)
            let ann = try await Self.member("ann", [.annotator], in: project.id, world)
            let bob = try await Self.member("bob", [.annotator], in: project.id, world)
            let first = try #require(try await Self.claim(project, as: ann, world))
            let out = try await ReleaseTask(world.services).run(.init(task: first.id, skip: true), as: ann)
            #expect(out.blocked == nil, "Bob is left")
            let second = try #require(try await Self.claim(project, as: ann, world))
            #expect(second.id != first.id)
            _ = try await ReleaseTask(world.services).run(.init(task: second.id), as: ann)
            #expect(try await Self.claim(project, as: ann, world)?.id == second.id)
            #expect(try await Self.claim(project, as: bob, world)?.id == first.id)
        }
    }

    @Test func `a task that was made for one person ends when skipped, and says nothing of itself`() async throws {
        // A claim is given the known answer in place of an ordinary task half of the time: one of these worlds is it.
        var isSeen = false
        for seed in 1...8 where !isSeen { isSeen = try await skipGold(seed: UInt64(seed)) }
        #expect(isSeen)
    }

    private func skipGold(seed: UInt64) async throws -> Bool {
        var isSeen = false
        try await TestWorld.with(.sqlite, seed: seed) { world in
            let project = try await world.project {
                $0.goldShare = 0.5
                $0.repeatShare = 0
                $0.seededErrorShare = 0
            }
            try await world.importItems(2, into: project)
            let gold = SetGold.Body(items: [.init(item: "i1", value: "yes")])
            _ = try await SetGold(world.services).run(.init(project: project.slug, body: gold), as: world.administrator)
            let ann = try await Self.member("ann", [.annotator], in: project.id, world)
            for _ in 0..<2 { _ = try await Self.claim(project, as: ann, world) }
            let open: SQL = "SELECT count(*) AS n FROM task WHERE purpose = 'gold' AND state <> 'closed'"
            guard try await world.count(open) == 1 else { return }
            isSeen = true
            let found = try await world.database.read {
                try $0.row("SELECT id FROM task WHERE purpose = 'gold'")?.text("id")
            }
            let task = TaskID(rawValue: try #require(found))
            let out = try await ReleaseTask(world.services).run(.init(task: task, skip: true), as: ann)
            #expect(out.blocked == nil)
            #expect(try await world.count(open) == 0)
            #expect(try await Self.queue(project, world).blocked.isEmpty)
        }
        return isSeen
    }
}
