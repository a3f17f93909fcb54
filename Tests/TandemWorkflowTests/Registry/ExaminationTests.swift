import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct ExaminationTests {
    /// Marks cases from `country` with the wrong label more often than not.
    private func settleWithBadCorner(_ world: RegistryWorld, _ numbers: Range<Int>) async throws {
        try await world.settle(numbers)
        try await world.database.write { tx in
            // Labels are flipped in one country, so that the model, which sees amounts, errs there.
            try tx.run(
                """
                UPDATE resolution SET label = CASE label WHEN 'fraud' THEN 'ok' ELSE 'fraud' END,
                    value = CASE label WHEN 'fraud' THEN \("\"ok\"") ELSE \("\"fraud\"") END
                WHERE item_id IN (SELECT id FROM item WHERE content LIKE \("%\"country\":\"us\"%"))
                """)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `an examination tells groups and suspects, and a click makes review tasks of them`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<600)
            // One label in ten is settled wrong; the notes give most of them away.
            try await world.database.write { tx in
                _ = try tx.run(
                    """
                    UPDATE resolution SET label = CASE label WHEN 'fraud' THEN 'ok' ELSE 'fraud' END,
                        value = CASE label WHEN 'fraud' THEN \("\"ok\"") ELSE \("\"fraud\"") END
                    WHERE item_id IN (SELECT id FROM item WHERE key LIKE \("%7"))
                    """)
            }
            _ = try await world.train()
            let model = try #require(try await world.models().first)
            let found = try await ExamineModel(world.services).run(model.id, as: world.scientist)
            #expect(found.n > 40 && found.errorRate > 0 && found.errorRate < 0.3)
            let gender = try #require(found.groups.first)
            #expect(gender.column == "gender" && gender.positive == "fraud" && gender.groups.map(\.name) == ["f", "m"])
            let rate = try #require(gender.groups.first?.figures["selection_rate"])
            #expect((rate.lower ?? 1) <= (rate.value ?? 0) && (rate.value ?? 1) <= (rate.upper ?? 0))
            #expect(!found.suspects.isEmpty && found.suspects.allSatisfy { $0.given != $0.suggested })
            let asked = try await AskForReview(world.services).run(
                .init(model: model.id, body: .init()), as: world.scientist)
            #expect(asked.created == found.suspects.count && asked.skipped == 0)
            let again = try await AskForReview(world.services).run(
                .init(model: model.id, body: .init()), as: world.scientist)
            #expect(again.created == 0 && again.skipped == found.suspects.count)
            let item = try #require(found.suspects.first?.item)
            let tasks = try await world.database.read { tx in try TaskStore.list(of: item, tx) }
            let review = try #require(tasks.first { $0.kind == .review })
            #expect(review.details["reasons"] == ["suspected_label_error"] && review.state == .open)
            let told = try await world.facts(.taskCreated)
            #expect(told.count == 1 && told.first?["count"]?.int == asked.created)
        }
    }

    @Test func `a cohort that the model errs on is found, and its errors become review tasks`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<700)
            _ = try await world.train()
            // Later the world changes in one country; the frozen set is taken anew with the next training.
            try await settleWithBadCorner(world, 700..<2_400)
            let model = try #require(try await world.models().first)
            _ = try await world.train()
            let found = try await ExamineModel(world.services).run(model.id, as: world.scientist)
            let cohort = try #require(found.cohorts.first { $0.words.contains("country is us") }, "\(found.cohorts)")
            #expect((cohort.errorRate.lower ?? 0) > cohort.elsewhere && cohort.q <= 0.05)
            let asked = try await AskForReview(world.services).run(
                .init(model: model.id, body: .init(cohort: cohort.words)), as: world.champion)
            #expect(asked.created > 0)
            let problem = try await world.problem {
                _ = try await AskForReview(world.services).run(
                    .init(model: model.id, body: .init(cohort: "country is xx")), as: world.champion)
            }
            #expect(problem == "no_such_cohort")
        }
    }

    @Test func `annotators may neither see groups nor ask for reviews, strangers learn of no model`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            _ = try await world.train()
            let model = try #require(try await world.models().first?.id)
            let stranger = try await world.world.person("Stranger", [], in: world.project.id)
            for (actor, code) in [(world.annotator, "role_missing"), (stranger, "no_such_model")] {
                #expect(
                    try await world.problem { _ = try await ExamineModel(world.services).run(model, as: actor) } == code
                )
                #expect(
                    try await world.problem {
                        _ = try await AskForReview(world.services).run(.init(model: model, body: .init()), as: actor)
                    } == code)
            }
        }
    }
}
