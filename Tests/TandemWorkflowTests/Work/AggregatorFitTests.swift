import TandemLabeling
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@testable import TandemWork

struct AggregatorFitTests {
    /// Ann and Bob always agree with what is right, Cat is wrong on every third item.
    private func with(
        _ engine: Dialect.Engine = .sqlite, aggregator: String = "auto",
        _ body: (TestWorld, ProjectView, [Actor]) async throws -> Void
    )
        async throws
    {
        try await TestWorld.with(engine) { world in
            let project = try await world.project {
                $0.overlap = 3
                $0.undoSeconds = 0
                $0.blindShare = 1
                $0.aggregator = aggregator
            }
            try await world.importItems(30, into: project)
            var people: [Actor] = []
            for name in ["Ann", "Bob", "Cat"] {
                people.append(try await world.person(name, [.annotator], in: project.id))
            }
            for round in 0..<30 {
                for (place, person) in people.enumerated() {
                    try await world.answerNext(
                        place == 2 && round % 3 == 0 ? "no" : "yes", in: project, as: person)
                }
            }
            try await body(world, project, people)
        }
    }

    /// The facts of resolutions that used a fit, or none.
    private func resolved(_ world: TestWorld, by fit: FitID?) async throws -> [JSONValue] {
        let all = try await world.database.read { tx in
            try tx.rows("SELECT facts FROM event WHERE kind = 'consensus.resolved' ORDER BY seq").map {
                try JSONValue(parsing: $0.text("facts"))
            }
        }
        return all.filter { $0["fit"]?.string == fit?.rawValue }
    }

    @Test(arguments: TestDatabases.engines)
    func `a job fits the aggregator, and the next resolution names the fit it used`(
        _ engine: Dialect.Engine
    )
        async throws
    {
        try await with(engine) { world, project, people in
            let before = try await resolved(world, by: nil)
            #expect(before.count == 20, "ten items went to an adjudicator")
            let due = try await FitDue(world.services).run(.init(), as: .system(in: world.workspace))
            #expect(due.queued == 1)
            try await JobRunner(world.services).runWaiting()
            let view = try await ViewAggregator(world.services).run(
                .init(project: project.slug), as: world.administrator)
            let fit = try #require(view.fit)
            #expect(view.votes == 90 && view.items == 30 && view.workers.count == 3)
            #expect(view.workers.last?.worker == people[2].worker, "who disagrees most is last")
            let later = try await FitDue(world.services).run(.init(), as: .system(in: world.workspace))
            #expect(later.queued == 0)
            try await world.importItems(31, into: project, name: "more")
            for person in people { try await world.answerNext("yes", in: project, as: person) }
            let fitted = try await resolved(world, by: fit)
            #expect(fitted.count == 1)
            let posterior = fitted.first?["posterior"]?.number ?? 0
            #expect(posterior > 0.9, "three who agree are surer than the smoothed share of 0.8")
            let told = try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'aggregator.fitted'")
            #expect(told == 1)
        }
    }

    @Test(arguments: Aggregators.names)
    func `the aggregator that a project chose is fitted, stored, read back and resolves`(
        _ name: String
    )
        async throws
    {
        try await with(aggregator: name) { world, project, people in
            _ = try await RequestFit(world.services).run(.init(project: project.slug), as: world.administrator)
            try await JobRunner(world.services).runWaiting()
            let view = try await ViewAggregator(world.services).run(
                .init(project: project.slug), as: world.administrator)
            #expect(view.method == (name == "auto" ? "dawid-skene" : name) && view.workers.count == 3)
            let fit = try #require(view.fit)
            let stored = try #require(try await world.database.read { try FitStore.find(fit, $0) })
            #expect(try StoredFit.read(stored.json, method: stored.method).learned == stored.learned)
            try await world.importItems(31, into: project, name: "more")
            for person in people { try await world.answerNext("yes", in: project, as: person) }
            let fitted = try await resolved(world, by: fit)
            #expect(fitted.first?["method"]?.string == view.method && (fitted.first?["posterior"]?.number ?? 0) > 0.7)
        }
    }

    @Test func `the same answers give the same fit`() async throws {
        try await with { world, project, _ in
            for _ in 0..<2 {
                _ = try await RequestFit(world.services).run(.init(project: project.slug), as: world.administrator)
                try await JobRunner(world.services).runWaiting()
            }
            #expect(try await world.count("SELECT count(*) AS n FROM aggregator_fit") == 2)
            #expect(try await world.count("SELECT count(DISTINCT hash) AS n FROM aggregator_fit") == 1)
        }
    }

    @Test func `one vote of somebody who often errs is not sure enough and goes to an expert`() throws {
        let labels = ["yes", "no"]
        let question = Question.choice("?", labels.map { LabelChoice($0) })
        let worker = WorkerID(rawValue: "wrk_A")
        let vote = [CastVote(worker: worker, value: "yes")]
        func settled(_ accuracy: Double) throws -> Settlement {
            let fit = try StoredFit(
                id: FitID(rawValue: "fit_1"), labels: labels, workerAccuracy: [worker.rawValue: accuracy])
            return ChoiceQuestion().settle(vote, for: question, threshold: 0.7, fit: fit)
        }
        #expect(try settled(0.95).value == "yes")
        #expect(try settled(0.6).value == nil)
        #expect(try settled(0.6).fit == FitID(rawValue: "fit_1"))
    }

    @Test func `a question without labels has nothing to fit`() async throws {
        try await TestWorld.with { world in
            var body = TestWorld.body
            body.question = Question(kind: "number", prompt: "How many?", minimum: 0, maximum: 10, step: 1)
            let project = try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            let refused = await #expect(throws: Problem.self) {
                _ = try await RequestFit(world.services).run(.init(project: project.slug), as: world.administrator)
            }
            #expect(refused?.code == "not_a_choice")
        }
    }
}

extension StoredFit {
    /// A fit as a stored one is read, for tests.
    init(id: FitID, labels: [String], workerAccuracy: [String: Double]) throws {
        let json: JSONValue = [
            "labels": .array(labels.map(JSONValue.string)), "smoothing": 1, "prior": .null,
            "worker_accuracy": .object(workerAccuracy.mapValues(JSONValue.number)),
        ]
        let read = try StoredFit.read(json, method: "majority")
        self.init(
            id: id, labels: read.labels, learned: read.learned, votes: 0, items: 0, answers: 0,
            createdAt: Instant(milliseconds: 0))
    }
}
