import TandemGovernance
import TandemLedger
import TandemModeling
import TandemNumerics
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// A project whose items are numbers 0 ..< size, whose truth is `yes` from the middle on, with a model that knows it.
struct OversightWorld: Sendable {
    let world: TestWorld
    let project: ProjectView
    let program: Actor
    let expert: Actor
    let size: Int

    var services: Services { world.services }

    /// The truth of an amount.
    func truth(_ amount: Int) -> String { amount >= size / 2 ? "yes" : "no" }

    /// A world with labels; `live` puts a model in place, `certified` issues a certificate.
    static func with<T>(
        _ engine: Dialect.Engine = .sqlite, size: Int = 400, policy: JSONValue = ["audit_share": 0],
        live: Bool = true, certified: Bool = true, _ body: (OversightWorld) async throws -> T
    ) async throws -> T {
        try await TestWorld.with(engine) { world in
            var view = try await world.project {
                $0.undoSeconds = 0
                $0.blindShare = 0
                $0.roleShares = RoleShares(train: 0.25, calibrate: 0.7, evaluate: 0.05)
            }
            let changed = try await ChangePolicy(world.services).run(
                .init(project: view.slug, policy: policy, version: view.version), as: world.administrator)
            view.version = changed.version
            let made = OversightWorld(
                world: world, project: view, program: try await world.person("Shop", [.program], in: view.id),
                expert: try await world.person("Eve", [.annotator, .expert], in: view.id), size: size)
            try await made.label()
            if live { try await made.promote(slope: 0.05) }
            if certified { #expect(try await made.certify().state == .valid) }
            return try await body(made)
        }
    }

    /// Imports all items and writes down their truths as consensus, as people would have answered them.
    private func label() async throws {
        try await world.importItems(size, into: project)
        let now = world.clock.now
        try await world.database.write { tx in
            let items = try ItemStore.list(in: project.id, after: nil, limit: size, tx)
            let found = try ProjectStore.find(project.id, in: world.workspace, tx)
            for item in items {
                guard var task = try TaskStore.list(of: item.id, tx).first else { continue }
                let truth = truth(item.content["amount"]?.int ?? 0)
                let resolved = Resolved(
                    item: item, task: task, value: .string(truth), label: truth, source: .consensus, purpose: .work,
                    votes: 1, unsure: false, lastDecider: nil, posterior: 0.99)
                try LabelStore.save(resolved, method: "majority", at: now, in: tx)
                try FollowResolution.run(
                    resolved, project: found, services: services, as: .system(in: world.workspace), now: now, in: tx)
                try TaskStore.close(task, at: now, in: tx)
                task.state = .closed
            }
        }
    }

    /// Puts a logistic model on the amount in place; the slope decides how sure it is.
    @discardableResult
    func promote(slope: Double) async throws -> ModelID {
        let schema = try Schema(json: project.schema)
        let frame = try Frame(schema: schema, rows: [["id": "a", "amount": 0], ["id": "b", "amount": 1]])
        let encoder = FeatureEncoder.fit(frame, columns: ["amount"], options: EncoderOptions(numbers: .raw))
        let weights = [slope] + [Double](repeating: 0, count: encoder.width - 1)
        let artifact = ModelArtifact(
            classes: ["no", "yes"], encoder: encoder,
            body: .linear(
                LinearModel(
                    intercepts: [-slope * (Double(size) / 2 - 0.5)],
                    weights: Matrix(rows: 1, columns: encoder.width, values: weights),
                    means: [Double](repeating: 0, count: encoder.width))),
            learner: "logistic", settings: [:], seed: 1)
        let blob = try await services.blobs.put(try artifact.bytes)
        let now = world.clock.now
        let id: ModelID = services.random.id(at: now)
        let snapshot = Snapshot(
            id: services.random.id(at: now), workspace: world.workspace, project: project.id, hash: "",
            purpose: .withPeople,
            count: 0, details: SnapshotDetails(), createdBy: "test", createdAt: now, job: nil)
        try await world.database.write { tx in
            try SnapshotStore.insert(snapshot, in: tx)
            let model = ModelVersion(
                id: id, workspace: world.workspace, project: project.id, number: 0, state: .candidate, arm: .withPeople,
                learner: "logistic", parameters: [:], blob: blob, snapshot: snapshot.id, parent: nil, job: nil, seed: 1,
                calibration: ["name": "none"], trainedBy: "test", createdAt: now)
            _ = try ModelStore.insert(model, in: tx)
            _ = try LiveModelStore.set(
                id, previous: nil, replacing: try LiveModelStore.lock(project.id, in: tx), workspace: world.workspace,
                project: project.id, at: now, in: tx)
        }
        return id
    }

    func certify(maxError: Double = 0.1) async throws -> CertificateView {
        try await IssueCertificate(services).run(
            .init(project: project.slug, body: .init(maxError: maxError)), as: world.administrator)
    }

    /// One live case with a key of its own.
    func decide(
        _ amount: Int, key: String, askPerson: Bool? = nil, callback: String? = nil, onceKey: String? = nil
    ) async throws -> DecisionView {
        try await decide(exactly: Double(amount), key: key, askPerson: askPerson, callback: callback, onceKey: onceKey)
    }

    /// One live case whose amount may lie between the items'.
    func decide(
        exactly amount: Double, key: String, askPerson: Bool? = nil, callback: String? = nil, onceKey: String? = nil
    ) async throws -> DecisionView {
        try await TakeDecision(services).run(
            .init(
                project: project.slug,
                body: LiveCase(
                    item: ["id": .string(key), "amount": .number(amount), "note": .string(note(amount))],
                    askPerson: askPerson, callback: callback),
                onceKey: onceKey), as: program)
    }

    /// The note as the imported items have it, so that a live case is no novelty by its spelling.
    private func note(_ amount: Double) -> String {
        "note " + (amount.rounded() == amount ? String(Int(amount)) : String(amount))
    }

    /// Answers the next waiting task.
    func answer(_ value: JSONValue) async throws {
        _ = try #require(try await world.answerNext(value, in: project, as: expert))
    }

    func decision(_ id: DecisionID) async throws -> DecisionView {
        try await GetDecision(services).run(.init(decision: id), as: program).decision
    }

    func certificates() async throws -> ListCertificates.Output {
        try await ListCertificates(services).run(.init(project: project.slug), as: world.administrator)
    }

    /// The facts of all events of a kind, oldest first.
    func facts(_ kind: EventKind) async throws -> [JSONValue] {
        try await world.database.read { tx in
            try tx.rows("SELECT facts FROM event WHERE kind = \(kind.rawValue) ORDER BY seq").map {
                try JSONValue(parsing: $0.text("facts"))
            }
        }
    }
}
