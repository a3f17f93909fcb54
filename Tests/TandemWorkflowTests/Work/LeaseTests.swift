import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct LeaseTests {
    fileprivate struct Setting {
        let world: TestWorld
        let project: ProjectView
        let ann: Actor
        let bob: Actor

        func claim(_ actor: Actor, key: String? = nil, holding: Set<TaskID>? = nil) async throws -> TaskPayload? {
            try await ClaimTask(world.services).run(
                .init(project: project.slug, claimKey: key, holding: holding), as: actor)
        }

        func answer(
            _ task: TaskPayload, _ value: String = "yes", as actor: Actor
        ) async throws -> SubmitAnnotation.Output {
            try await SubmitAnnotation(world.services).run(
                .init(task: task.id, body: .init(fence: task.fence, value: .string(value))), as: actor)
        }

        func expire() async throws -> Int {
            try await ExpireLeases(world.services).run(.init(), as: .system(in: world.workspace)).expired
        }
    }

    private func with(
        items: Int = 5, _ settings: (inout ProjectSettings) -> Void = { _ in }, _ body: (Setting) async throws -> Void
    ) async throws {
        try await TestWorld.with { world in
            let project = try await world.project(settings)
            try await world.importItems(items, into: project)
            try await body(
                Setting(
                    world: world, project: project, ann: try await world.person("Ann", [.annotator], in: project.id),
                    bob: try await world.person("Bob", [.annotator], in: project.id)))
        }
    }

    @Test func `a repeated claim key gives the same lease`() async throws {
        try await with { setting in
            let first = try #require(try await setting.claim(setting.ann, key: "k"))
            let again = try #require(try await setting.claim(setting.ann, key: "k"))
            #expect(first == again)
            let other = try #require(try await setting.claim(setting.bob, key: "k"))
            #expect(other.id != first.id)
            _ = try await setting.answer(first, as: setting.ann)
            let ended = await #expect(throws: Problem.self) { try await setting.claim(setting.ann, key: "k") }
            #expect(ended?.code == "claim_ended")
        }
    }

    @Test func `a person holds two tasks, and a third claim gives one of them`() async throws {
        try await with { setting in
            let first = try #require(try await setting.claim(setting.ann))
            setting.world.clock.move(seconds: 1)
            let second = try #require(try await setting.claim(setting.ann))
            #expect(first.id != second.id)
            #expect(try await setting.claim(setting.ann)?.id == first.id)
            #expect(try await setting.claim(setting.ann, holding: [first.id])?.id == second.id)
            #expect(try await setting.claim(setting.ann, holding: [first.id, second.id]) == nil)
            _ = try await setting.answer(first, as: setting.ann)
            #expect(try await setting.claim(setting.ann, holding: [])?.id == second.id)
            let third = try #require(try await setting.claim(setting.ann, holding: [second.id]))
            #expect(![first.id, second.id].contains(third.id))
        }
    }

    @Test func `a heartbeat lengthens a lease, and after its end it is gone for good, whatever the clock says`()
        async throws
    {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            setting.world.clock.move(seconds: 500)
            let beat = HeartbeatTask(setting.world.services)
            let longer = try await beat.run(.init(task: task.id, fence: task.fence), as: setting.ann)
            #expect(longer.leaseExpiresAt == setting.world.clock.now.adding(seconds: 600))
            setting.world.clock.move(seconds: 600)
            let late = await #expect(throws: Problem.self) {
                try await beat.run(.init(task: task.id, fence: task.fence), as: setting.ann)
            }
            #expect(late?.code == "lease_ended")
            setting.world.clock.move(seconds: -1000)
            await #expect(throws: Problem.self) { try await beat.run(.init(task: task.id), as: setting.ann) }
            #expect(try await setting.expire() == 0, "the refused heartbeat wrote the end down")
            let again = try #require(try await setting.claim(setting.bob))
            #expect(again.id == task.id && again.fence == task.fence + 1)
        }
    }

    @Test func `a clock set back neither shortens a lease nor makes active time negative`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            setting.world.clock.move(seconds: -5000)
            let beat = try await HeartbeatTask(setting.world.services).run(.init(task: task.id), as: setting.ann)
            #expect(beat.leaseExpiresAt == task.leaseExpiresAt)
            let given = try await setting.answer(task, as: setting.ann)
            #expect(given.state == .counted && !given.late)
            #expect(try await setting.world.count("SELECT active_ms AS n FROM annotation") == 0)
        }
    }

    @Test func `a late answer counts while a place is free`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            setting.world.clock.move(seconds: 601)
            #expect(try await setting.expire() == 1)
            let given = try await setting.answer(task, as: setting.ann)
            #expect(given.state == .counted && given.late)
            #expect(try await setting.claim(setting.bob) == nil)
        }
    }

    @Test func `a late answer to a task that others completed is kept, marked late and told`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            setting.world.clock.move(seconds: 601)
            let taken = try #require(try await setting.claimAfterExpiry(setting.bob))
            #expect(taken.id == task.id)
            let late = try await setting.answer(task, "no", as: setting.ann)
            #expect(late.state == .late && late.late && late.message != nil && late.undoUntil == nil)
            let counted = try await setting.answer(taken, "yes", as: setting.bob)
            #expect(counted.state == .counted)
            #expect(try await setting.world.count("SELECT answers AS n FROM task") == 1)
        }
    }

    @Test func `an answer sent again changes nothing, and a different one is refused`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            let first = try await setting.answer(task, as: setting.ann)
            #expect(try await setting.answer(task, as: setting.ann) == first)
            let other = await #expect(throws: Problem.self) { try await setting.answer(task, "no", as: setting.ann) }
            #expect(other?.code == "already_answered")
            #expect(try await setting.world.count("SELECT count(*) AS n FROM annotation") == 1)
        }
    }

    @Test func `nobody answers under another person's lease`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            let refused = await #expect(throws: Problem.self) { try await setting.answer(task, as: setting.bob) }
            #expect(refused?.code == "not_your_lease")
        }
    }

    @Test func `an answer can be taken back for thirty seconds and the task is held again`() async throws {
        try await with(items: 1) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            let given = try await setting.answer(task, as: setting.ann)
            #expect(given.undoUntil == setting.world.clock.now.adding(seconds: 30))
            setting.world.clock.move(seconds: 29)
            #expect(try await setting.world.settle() == 0)
            let again = try await UndoAnnotation(setting.world.services).run(.init(task: task.id), as: setting.ann)
            #expect(again.id == task.id && again.fence == task.fence + 1)
            setting.world.clock.move(seconds: 60)
            #expect(try await setting.world.settle() == 0)
            let second = try await setting.answer(again, "no", as: setting.ann)
            #expect(second.state == .counted && !second.late)
            setting.world.clock.move(seconds: 30)
            #expect(try await setting.world.settle() == 1)
            let tooLate = await #expect(throws: Problem.self) {
                try await UndoAnnotation(setting.world.services).run(.init(task: task.id), as: setting.ann)
            }
            #expect(tooLate?.code == "too_late_to_undo")
            let label = try await setting.world.database.read {
                try LabelStore.resolved(project: setting.project.id, after: nil, limit: 1, $0).first?.label
            }
            #expect(label == "no")
        }
    }

    @Test func `a task that was given back comes to others first and can come back`() async throws {
        try await with(items: 2) { setting in
            let task = try #require(try await setting.claim(setting.ann))
            _ = try await ReleaseTask(setting.world.services).run(
                .init(task: task.id, fence: task.fence), as: setting.ann)
            let next = try #require(try await setting.claim(setting.ann))
            #expect(next.id != task.id)
            #expect(try await setting.claim(setting.ann)?.id == task.id)
        }
    }

    @Test func `a project changed by a transaction that was undone is read as it is`() async throws {
        try await with(items: 0) { setting in
            let (id, workspace) = (setting.project.id, setting.world.workspace)
            for share in [0.25, 0.5] {
                _ = try? await setting.world.database.write { tx in
                    var project = try ProjectStore.find(id, in: workspace, tx)
                    project.settings.blindShare = share
                    try ProjectStore.update(project, since: project.version, in: tx)
                    #expect(try ProjectStore.find(id, in: workspace, tx).settings.blindShare == share)
                    if share == 0.25 { throw Problem.noSuch("reason", "to keep this") }
                }
            }
            let share = try await setting.world.database.write { tx in
                try ProjectStore.find(id, in: workspace, tx).settings.blindShare
            }
            #expect(share == 0.5)
        }
    }

    @Test func `a task that needs a skill goes only to who has it, and the grant opens the queue again`() async throws {
        try await with(items: 0) { setting in
            let world = setting.world
            try await world.importItems(1, into: setting.project, name: "one")
            try await world.database.write { tx in
                let project = try ProjectStore.find(setting.project.id, in: world.workspace, tx)
                let task: TaskID = world.services.random.id(at: world.clock.now)
                let items = try ItemStore.list(in: project.id, after: nil, limit: 1, tx)
                let item = try #require(items.first).id
                for number in 0..<50 {
                    let id = number == 0 ? task : world.services.random.id(at: world.clock.now)
                    let new = NewTask(id: id, item: item, skill: "french", createdAt: world.clock.now)
                    try TaskStore.insert(new, project: project, in: tx)
                }
            }
            let first = try #require(try await setting.claim(setting.ann))
            _ = try await setting.answer(first, as: setting.ann)
            #expect(try await setting.claim(setting.ann) == nil)
            let granted = try await GrantSkill(world.services).run(
                .init(project: setting.project.slug, worker: try #require(setting.ann.worker), skill: "french"),
                as: world.administrator)
            #expect(granted.skills == ["french"])
            #expect(try await setting.claim(setting.ann) != nil)
        }
    }
}

extension LeaseTests.Setting {
    /// Claims after the ticker has ended what is overdue.
    fileprivate func claimAfterExpiry(_ actor: Actor) async throws -> TaskPayload? {
        _ = try await expire()
        return try await claim(actor)
    }
}
