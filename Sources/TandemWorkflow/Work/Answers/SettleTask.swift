import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Settles a task whose answers are all there: a resolution, or an adjudicator's task with the answers side by side.
struct SettleTask {
    let services: Services
    let project: Project
    let now: Instant
    let tx: any WriteTransaction

    var system: Actor { .system(in: project.workspace) }

    /// Settles it and returns it as it is then; `known` are the answers that count and `item` is the task's, if they were
    /// read already.
    func run(_ task: WorkTask, answers known: [Annotation]? = nil, item: Item? = nil) throws -> WorkTask {
        guard task.purpose.resolves else { return try end(task, .closed, []) }
        let answers = try known ?? AnnotationStore.counted(on: task.id, tx)
        if task.kind == .adjudicate { return try settleByAdjudicator(task, answers, item) }
        switch try outcome(of: answers) {
        case .settled(let settlement):
            return try resolve(
                task, answers, settlement, source: .consensus, flag: try flag(of: answers, on: task), item)
        case .adjudicate(let reason):
            return try escalate(task, answers, reason)
        }
    }

    /// What the answers come to, by what the aggregator learned last.
    func outcome(of answers: [Annotation]) throws -> ResolutionRules.Outcome {
        try ResolutionRules.outcome(
            of: answers, question: project.question, settings: project.settings,
            fit: try services.fits.fit(of: project, tx))
    }

    private func flag(of answers: [Annotation], on task: WorkTask) throws -> ResolutionRules.FlagReason? {
        if answers.contains(where: \.unsure) { return .unsure }
        let pairs = try ResolutionRules.pairs(of: ResolutionRules.votes(of: answers), question: project.question)
        return pairs.agreeing < pairs.all ? .disagreement : nil
    }

    private func settleByAdjudicator(_ task: WorkTask, _ answers: [Annotation], _ item: Item?) throws -> WorkTask {
        let value = answers.last.flatMap { $0.unsure ? nil : $0.value }
        return try resolve(
            task, answers, Settlement(value: value, posterior: nil, method: "adjudication"), source: .adjudication,
            flag: nil, item)
    }

    private func resolve(
        _ task: WorkTask, _ answers: [Annotation], _ settlement: Settlement, source: ResolutionSource,
        flag: ResolutionRules.FlagReason?, _ item: Item?
    ) throws -> WorkTask {
        let ended = task.ended(.resolved, at: now)
        let (resolved, told) = try save(ended, answers, settlement, source: source, item: item)
        _ = try end(task, .resolved, (try flag.map { [try flagged(task, $0)] } ?? []) + told)
        try FollowResolution.run(resolved, project: project, services: services, as: system, now: now, in: tx)
        if source == .consensus, settlement.value != nil { try drawReview(resolved) }
        return ended
    }

    /// Writes what the answers to an ended task come to as the item's answer.
    func save(
        _ ended: WorkTask, _ answers: [Annotation], _ settlement: Settlement, source: ResolutionSource,
        isCorrected: Bool = false, item known: Item? = nil
    ) throws -> (Resolved, [EventDraft]) {
        guard let item = try known ?? ItemStore.find(ended.item, in: ended.workspace, tx) else {
            throw Problem.noSuch("item", ended.item.rawValue)
        }
        let label = try settlement.value.flatMap(QuestionKinds.named(project.question.kind).label(of:))
        let resolved = Resolved(
            item: item, task: ended, value: settlement.value, label: label, source: source, purpose: ended.purpose,
            votes: answers.count, unsure: settlement.value == nil, lastDecider: answers.last?.worker,
            posterior: settlement.posterior)
        try LabelStore.save(resolved, method: settlement.method, at: now, in: tx)
        if settlement.value == nil { return (resolved, []) }
        return (resolved, [try consensus(resolved, answers, settlement, isCorrected: isCorrected)])
    }

    private func escalate(
        _ task: WorkTask, _ answers: [Annotation], _ reason: ResolutionRules.FlagReason
    ) throws -> WorkTask {
        try end(task, .closed, try askAdjudicator(task, answers, reason))
    }

    /// Hands the answers to somebody who gave none of them.
    func askAdjudicator(
        _ task: WorkTask, _ answers: [Annotation], _ reason: ResolutionRules.FlagReason
    ) throws -> [EventDraft] {
        let simulated = try SimulatedWorkerStore.simulated(among: answers.map(\.worker), tx)
        let votes = answers.map { answer -> JSONValue in
            [
                "value": answer.value ?? .null, "unsure": .bool(answer.unsure),
                "comment": JSONValue(orNull: answer.comment), "simulated": .bool(simulated.contains(answer.worker)),
            ]
        }
        let new = NewTask(
            id: services.random.id(at: now), item: task.item, kind: .adjudicate, purpose: task.purpose,
            priority: task.priority, dueAt: task.dueAt, overlap: 1, blind: true, decision: task.decision,
            details: [
                "of": .string(task.id.rawValue), "votes": .array(votes),
                "reasons": [.string(reason.rawValue)],
            ], createdAt: now)
        try TaskStore.insert(new, project: project, in: tx)
        let telling = AnswerEvents(project: project, task: task, actor: system)
        let facts: [String: JSONValue] = [
            "task": .string(task.id.rawValue), "item": .string(task.item.rawValue), "to": .string(new.id.rawValue),
            "reason": .string(reason.rawValue), "purpose": .string(task.purpose.rawValue),
        ]
        return [try flagged(task, reason), try telling.draft(.taskEscalated, subject: task.id.rawValue, facts)]
    }

    private func end(_ task: WorkTask, _ state: TaskState, _ events: [EventDraft]) throws -> WorkTask {
        let ended = task.ended(state, at: now)
        try TaskStore.save(ended, in: tx)
        try TaskStore.countEnd(of: ended, in: tx)
        try services.ledger.append(events, in: tx)
        tx.hint("work")
        return ended
    }

    /// A drawn share of what people settled is looked at once more by an expert.
    private func drawReview(_ resolved: Resolved) throws {
        guard resolved.purpose == .work, let value = resolved.value, project.settings.reviewShare > 0 else { return }
        let draw = KeyedCoin.draw(["review", resolved.task.id.rawValue], key: project.splitKey)
        guard draw < project.settings.reviewShare else { return }
        let new = NewTask(
            id: services.random.id(at: now), item: resolved.item.id, kind: .review, purpose: .work,
            priority: resolved.task.priority, overlap: 1, blind: true,
            details: [
                "target": "human", "value": value, "of": .string(resolved.task.id.rawValue),
                "simulated": .bool(try isAllSimulated(resolved)), "reasons": ["spot_check"],
            ], createdAt: now)
        try TaskStore.insert(new, project: project, in: tx)
    }

    /// Whether everybody behind a settled answer only plays a person.
    private func isAllSimulated(_ resolved: Resolved) throws -> Bool {
        let workers = try AnnotationStore.counted(on: resolved.task.id, tx).map(\.worker)
        return try !workers.isEmpty
            && SimulatedWorkerStore.simulated(among: workers, tx).isSuperset(of: workers)
    }

    private func flagged(_ task: WorkTask, _ reason: ResolutionRules.FlagReason) throws -> EventDraft {
        try AnswerEvents(project: project, task: task, actor: system).draft(
            .itemFlagged, subject: task.item.rawValue,
            [
                "item": .string(task.item.rawValue), "task": .string(task.id.rawValue),
                "reason": .string(reason.rawValue), "ambiguous": true,
            ])
    }

    private func consensus(
        _ resolved: Resolved, _ answers: [Annotation], _ settlement: Settlement, isCorrected: Bool
    ) throws -> EventDraft {
        let votes = ResolutionRules.votes(of: answers)
        let pairs = try ResolutionRules.pairs(of: votes, question: project.question)
        let kind = try QuestionKinds.named(project.question.kind)
        var facts: [String: JSONValue] = [
            "item": .string(resolved.item.id.rawValue), "task": .string(resolved.task.id.rawValue),
            "method": .string(settlement.method), "source": .string(resolved.source.rawValue),
            "purpose": .string(resolved.purpose.rawValue), "role": .string(resolved.item.role.rawValue),
            "agreeing_pairs": JSONValue(pairs.agreeing), "pairs": JSONValue(pairs.all), "human": true,
            "votes": .array(
                votes.map { vote in
                    [
                        "worker": .string(vote.worker.rawValue), "label": JSONValue(orNull: kind.label(of: vote.value)),
                    ]
                }),
        ]
        if let posterior = settlement.posterior { facts["posterior"] = .number(posterior) }
        if let fit = settlement.fit { facts["fit"] = .string(fit.rawValue) }
        if isCorrected { facts["corrected"] = true }
        facts.merge(try AnswerEvents.valueFacts(resolved.value, label: resolved.label)) { _, new in new }
        return try AnswerEvents(project: project, task: resolved.task, actor: system).draft(
            .consensusResolved, subject: resolved.item.id.rawValue, facts)
    }
}
