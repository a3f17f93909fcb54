import Logging
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular

extension JobRunner {
    /// The kinds of jobs that Tandem knows.
    public static var builtIn: [any JobHandler] { [RunTraining(), ReprioritizeQueue(), FitAggregator()] }

    /// How an attempt at a job ended.
    enum Ending {
        case failed(Problem)
        case canceled
        /// Another server has it, or will find that its lease ran out.
        case leave
        /// Back into the queue.
        case giveBack
    }

    /// Does one job from start to end; never throws, since nobody listens.
    func work(_ job: Job, _ lease: JobLease, _ signal: JobSignal) async {
        do {
            guard let handler = handlers[job.kind] else {
                throw Problem(.internal, "no_handler", "Nothing here does jobs of the kind \(job.kind).")
            }
            if JobRules.isExhausted(attempts: job.attempts - 1) {
                throw Problem(
                    .internal, "gave_up",
                    "The job was started \(job.attempts - 1) times and no server finished it.")
            }
            try signal.check()
            let result = try await handler.run(job, signal, services)
            try signal.check()
            try await finish(job, lease, result)
        } catch {
            await end(job, lease, Self.ending(for: error, logger: services.logger, job: job))
        }
    }

    private func finish(_ job: Job, _ lease: JobLease, _ result: JobResult) async throws {
        let services = services
        let now = services.clock.now
        try await services.database.write { tx in
            let written = try result.write(tx)
            guard try JobStore.end(lease, as: .done, output: written.output, at: now, in: tx) else {
                throw JobStop.leaseLost
            }
            try services.ledger.append(written.events + [Self.ended(job, .done, at: now)], in: tx)
        }
    }

    private func end(_ job: Job, _ lease: JobLease, _ ending: Ending) async {
        let services = services
        let now = services.clock.now
        do {
            try await services.database.write { tx in
                switch ending {
                case .leave: return
                case .giveBack: try JobStore.giveBack(lease, in: tx)
                case .canceled:
                    guard try JobStore.end(lease, as: .canceled, at: now, in: tx) else { return }
                    try services.ledger.append([Self.ended(job, .canceled, at: now)], in: tx)
                case .failed(let problem):
                    let told: JSONValue = ["code": .string(problem.code), "message": .string(problem.message)]
                    guard try JobStore.end(lease, as: .failed, problem: told, at: now, in: tx) else { return }
                    try services.ledger.append([Self.ended(job, .failed, at: now, code: problem.code)], in: tx)
                }
            }
        } catch {
            // The lease runs out by itself, and the job is tried again.
            services.logger.error("could not write the end of job \(job.id): \(error)")
        }
    }

    private static func ending(for error: any Error, logger: Logger, job: Job) -> Ending {
        switch error {
        case JobStop.canceled: return .canceled
        case JobStop.leaseLost: return .leave
        case JobStop.shutdown: return .giveBack
        case let problem as Problem:
            logger.warning("job \(job.id) failed: \(problem.code)")
            return .failed(problem)
        case StoreError.unavailable, StoreError.conflict:
            logger.warning("job \(job.id) will be tried again: \(error)")
            return .giveBack
        default:
            // The kind of error alone: its text may hold what an item says.
            logger.error("job \(job.id) failed: \(type(of: error))")
            return .failed(Problem(.internal, "internal", "The job failed for a reason that is in the server's log."))
        }
    }

    private static func ended(
        _ job: Job, _ state: JobState, at now: Instant, code: String? = nil
    ) throws -> EventDraft {
        var facts: [String: JSONValue] = [
            "job": .string(job.id.rawValue), "kind": .string(job.kind), "state": .string(state.rawValue),
            "ms": JSONValue(now.since(job.startedAt ?? now)),
        ]
        if let code { facts["problem"] = .string(code) }
        return try EventDraft(.jobEnded, of: job, subject: job.id.rawValue, facts: facts)
    }
}
