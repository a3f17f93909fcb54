import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct TrainingTests {
    @Test func `a training job makes a judged model and tells the ledger`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<300)
            let job = try await world.train()
            #expect(job.state == .done, "\(job.problem ?? .null)")
            #expect(job.progress == 1)
            let model = try #require(try await world.models().first)
            #expect(model.number == 1 && model.state == .candidate && model.arm == .withPeople && model.parent == nil)
            #expect(model.trainedBy == world.scientist.id)
            let view = try await GetModel(world.services).run(model.id, as: world.champion)
            let all = try #require(view.evaluations.first?.slices.first)
            #expect(all.name == "all" && all.n >= 30 && all.counts.reduce(0, +) == all.n)
            #expect(try #require(all.metrics["accuracy"]) > 0.75)
            #expect(all.metrics["f1"] != nil && all.metrics["log_loss"] != nil)
            #expect(view.evaluations.first?.slices.dropFirst().map(\.name) == ["gender=f", "gender=m"])
            #expect(view.mayPromote == true)
            #expect(try await GetModel(world.services).run(model.id, as: world.scientist).mayPromote == false)

            let trained = try #require(try await world.facts(.modelTrained).first)
            #expect(trained["snapshot_hash"]?.string == view.snapshot?.hash)
            #expect(trained["labels"]?.int == view.snapshot?.train)
            let judged = try await world.facts(.modelEvaluated)
            let accuracy = try #require(judged.first { $0["metric"] == "accuracy" && $0["slice"] == "all" })
            #expect(accuracy["truth"]?.string?.count == all.n)
            #expect(accuracy["predicted"]?.string?.count == all.n)
            #expect(try await world.facts(.snapshotCreated).count == 2)
            #expect(try await world.facts(.jobStarted).count == 1)
            #expect(try await world.facts(.jobEnded).first?["state"] == "done")
        }
    }

    @Test(arguments: [TrainingRequest.Choice.logistic, .boosting])
    func `the same labels and seed give the same bytes whatever the ids`(
        _ learner: TrainingRequest.Choice
    ) async throws {
        var bytes: [[UInt8]] = []
        for order in [[0..<100, 100..<200], [100..<200, 0..<100]] {
            try await TestWorld.with { base in
                // The same key splits the items alike; other ids come from the order of insertion.
                let world = try await RegistryWorld(base)
                for part in order { try await world.settle(part) }
                let request = try await RequestTraining(world.services).run(
                    .init(project: world.project.slug, body: .init(learner: learner)), as: world.scientist)
                try await world.database.write { tx in
                    try tx.run("UPDATE job SET seed = 42 WHERE id = \(request.id)")
                }
                try await JobRunner(world.services).runWaiting()
                let model = try #require(try await world.models().first)
                #expect(model.seed == 42)
                bytes.append(try await world.services.blobs.get(model.blob))
            }
        }
        #expect(bytes.count == 2 && bytes[0] == bytes[1])
    }

    @Test(arguments: TestDatabases.engines)
    func `audit labels never train, decision labels only train, whatever is settled`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<150)
            try await world.settle(150..<250, purpose: .audit)
            try await world.settle(250..<350, purpose: .decision)
            #expect(try await world.train().state == .done)
            let rows = try await world.database.read { tx in
                try tx.rows(
                    """
                    SELECT s.role, r.purpose, i.role AS item_role, count(*) AS n FROM snapshot_item s
                        JOIN resolution r ON r.item_id = s.item_id JOIN item i ON i.id = s.item_id
                    GROUP BY s.role, r.purpose, i.role
                    """)
            }
            var seen: Set<String> = []
            for row in rows {
                let (part, purpose) = (try row.text("role"), try row.text("purpose"))
                #expect(try row.text("item_role") == part)
                seen.insert(part + " " + purpose)
            }
            #expect(
                seen == [
                    "train work", "calibrate work", "evaluate work", "calibrate audit", "evaluate audit",
                    "train decision",
                ])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `retraining trains both arms on one seed and judges all on the same frozen labels`(
        _ engine: Dialect.Engine
    ) async throws {
        try await RegistryWorld.with(engine) { world in
            try await world.settle(0..<200)
            let first = try await world.goLive()
            try await world.settle(200..<220)
            try await world.settle(220..<230, source: .outcome)
            let job = try await world.train()
            #expect(job.state == .done, "\(job.problem ?? .null)")
            let models = try await world.models()
            #expect(models.map(\.arm) == [.withPeople, .withPeople, .withoutPeople])
            #expect(models[1].seed == models[2].seed && models[1].parent == first && models[2].parent == first)
            let snapshots = try await world.database.read { tx in
                try models.map { try SnapshotStore.find($0.snapshot, tx) }.compactMap(\.self)
            }
            #expect(snapshots.map(\.count) == [200, 230, 210], "people's 20 are left out, the world's 10 are not")
            #expect(snapshots[1].details.newHumanLabels == 20)
            let hashes = try await world.database.read { tx in
                try models.map { try EvaluationStore.hashes(of: $0.id, tx) }
            }
            #expect(hashes[0] == hashes[1] && hashes[1] == hashes[2] && hashes[0].count == 1, "still frozen")
            let found = try await CompareModels(world.services).run(
                .init(project: world.project.slug), as: world.annotator)
            #expect(found.champion.id == first && found.challenger.id == models[1].id)
            #expect(found.withoutPeople?.id == models[2].id && found.againstWithoutPeople != nil)
            #expect(found.againstChampion.metrics.map(\.metric) == ["accuracy", "f1", "macro_f1", "log_loss"])
            for metric in found.againstChampion.metrics {
                #expect(metric.difference.lower <= metric.difference.upper)
            }
        }
    }

    @Test func `the frozen labels grow only by a new hash, and the live model is judged on it too`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            let first = try await world.goLive()
            try await world.settle(200..<400)
            #expect(try await world.train().state == .done)
            let models = try await world.models()
            let hashes = try await world.database.read { tx in
                try models.map { try EvaluationStore.hashes(of: $0.id, tx) }
            }
            #expect(models[0].id == first && hashes[0].count == 2)
            #expect(hashes[1].count == 1 && hashes[1].isSubset(of: hashes[0]) && hashes[2] == hashes[1])
        }
    }

    @Test func `auto takes the learner with the smaller held-out loss`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<300)
            #expect(try await world.train(.auto).state == .done)
            let model = try #require(try await world.models().first)
            let losses = try #require(model.calibration["learners"]?.object).compactMapValues(\.number)
            #expect(losses.count == 2)
            #expect(losses.min { $0.value < $1.value }?.key == model.learner)
        }
    }

    @Test func `a model answers cases with missing values and unseen categories`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<200)
            for learner in [TrainingRequest.Choice.logistic, .boosting] {
                _ = try await world.train(learner)
                let model = try #require(try await world.models().last)
                let artifact = try await world.services.liveModels.artifact(of: model)
                let cases: [[String: JSONValue]] = [
                    [:], ["country": "atlantis"], ["amount": .null, "note": "ünbekannt"], ["amount": 1e300],
                ]
                for values in cases {
                    let scores = try artifact.scores(values)
                    #expect(scores.allSatisfy { (0...1).contains($0) })
                    #expect(abs(scores.reduce(0, +) - 1) < 1e-9)
                }
            }
        }
    }

    @Test func `too few labels end the job with what is missing and leave no model`() async throws {
        try await RegistryWorld.with { world in
            let none = try await world.train()
            #expect(none.state == .failed && none.problem?["code"] == "too_few_evaluation_labels")
            #expect(try await world.models().isEmpty)
            #expect(try await world.facts(.jobEnded).last?["problem"] == "too_few_evaluation_labels")
        }
    }

    @Test func `bad requests are refused before anything is queued`() async throws {
        try await RegistryWorld.with { (world) async throws -> Void in
            func code(_ body: RequestTraining.Body, _ actor: Actor? = nil) async throws -> String? {
                try await world.problem {
                    _ = try await RequestTraining(world.services).run(
                        .init(project: world.project.slug, body: body), as: actor ?? world.scientist)
                }
            }
            #expect(try await code(.init(parameters: ["depht": 3])) == "unknown_parameter")
            #expect(try await code(.init(learner: .logistic, parameters: ["depth": 3])) == "unknown_parameter")
            #expect(try await code(.init(parameters: ["depth": 99])) == "bad_parameter")
            #expect(try await code(.init(parameters: [1])) == "bad_parameters")
            #expect(try await code(.init(arm: .withoutPeople)) == "no_live_model")
            #expect(try await code(.init(), world.champion) == "role_missing")
            let stranger = Actor(
                account: nil, worker: WorkerID(rawValue: "wrk_x"), workspace: world.world.workspace, name: "X",
                isAdministrator: false, roles: [:])
            #expect(try await code(.init(), stranger) == "no_such_project")
            #expect(try await code(.init(), world.annotator) == nil)
            #expect(try await code(.init()) == "already_training")
        }
    }

    @Test func `a training that runs stops at its next round when it is canceled`() async throws {
        try await RegistryWorld.with { world in
            try await world.settle(0..<500)
            let asked = try await RequestTraining(world.services).run(
                .init(project: world.project.slug, body: .init(learner: .boosting, parameters: ["rounds": 5000])),
                as: world.scientist)
            let runner = JobRunner(world.services)
            try await runner.tick()
            func seen() async throws -> JobView { try await GetJob(world.services).run(asked.id, as: world.scientist) }
            while try await seen().message != "training the challenger" { try await runner.tick() }
            _ = try await CancelJob(world.services).run(asked.id, as: world.scientist)
            try await runner.runWaiting()
            let ended = try await seen()
            #expect(ended.state == .canceled && ended.progress < 1)
            #expect(try await world.models().isEmpty)
            #expect(try await world.facts(.modelTrained).isEmpty)
        }
    }

    @Test func `the same key asks once`() async throws {
        try await RegistryWorld.with { world in
            let input = RequestTraining.Input(project: world.project.slug, onceKey: "k")
            let first = try await RequestTraining(world.services).run(input, as: world.scientist)
            let second = try await RequestTraining(world.services).run(input, as: world.scientist)
            #expect(first == second)
        }
    }
}
