import TandemLedger
import TandemRegistry
import TandemTabular
import TandemWork

extension DemoSeeding {
    /// A scientist asks for a model, another person puts it in place.
    func trainAndPromote(_ crew: DemoCrew, after live: ModelID? = nil) async throws -> ModelID {
        // Boosted trees are surer of clear cases than the linear model, and a certificate needs clear cases.
        let asked = try await RequestTraining(services).run(
            .init(project: demo.name, body: .init(learner: .boosting)), as: crew.scientist)
        clock.advance(milliseconds: 20_000)
        try await JobRunner(services).runWaiting()
        let job = try await GetJob(services).run(asked.id, as: crew.scientist)
        guard job.state == .done else {
            let why = job.problem?["message"]?.string ?? job.state.rawValue
            throw Problem(.internal, "demo_training_failed", "The demo's model could not be trained: \(why)")
        }
        let models = try await ListModels(services).run(.init(project: demo.name), as: crew.scientist).items
        guard let made = models.first(where: { $0.job == asked.id && $0.arm == .withPeople }) else {
            throw Problem(.internal, "demo_training_failed", "The demo's training left no model.")
        }
        clock.advance(milliseconds: 25 * 60_000)
        if live != nil {
            _ = try await CompareModels(services).run(.init(project: demo.name, challenger: made.id), as: crew.champion)
        }
        _ = try await PromoteModel(services).run(
            .init(model: made.id, reason: live == nil ? "The first model" : "Learned from a day of decisions"),
            as: crew.champion)
        try await JobRunner(services).runWaiting()
        clock.advance(milliseconds: 5 * 60_000)
        return made.id
    }

    /// The scientist asks for a certificate.
    func certify(_ crew: DemoCrew) async throws -> CertificateView {
        let body = IssueCertificate.Body(maxError: demo.maxError, confidence: 0.95)
        let certificate = try await IssueCertificate(services).run(
            .init(project: demo.name, body: body), as: crew.scientist)
        try await checkpoint(crew)
        return certificate
    }

    /// A day of live cases: the program asks, people answer what is theirs, some outcomes arrive later.
    func decide(_ rows: [DemoRow], _ crew: DemoCrew) async throws {
        var awaited: [(decision: DecisionID, truth: String)] = []
        for (place, row) in rows.enumerated() {
            clock.advance(milliseconds: 4 * 60_000)
            let decision = try await TakeDecision(services).run(
                .init(project: demo.name, body: LiveCase(item: .object(row.content))), as: crew.program)
            if place % 3 == 0 { awaited.append((decision.id, row.truth)) }
            guard place % 10 == 9 else { continue }
            try await label(crew, rounds: .max)
            try await adjudicate(crew)
            while awaited.count > 5 { try await tellOutcome(awaited.removeFirst(), crew) }
        }
    }

    private func tellOutcome(_ one: (decision: DecisionID, truth: String), _ crew: DemoCrew) async throws {
        let body = RecordOutcome.Body(value: .string(one.truth), source: "later-report")
        _ = try await RecordOutcome(services).run(.init(decision: one.decision, body: body), as: crew.program)
    }
}
