import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// A task in somebody's hands, as one transaction read it; makes the payload outside of it.
struct HeldTask: Sendable {
    let project: Project
    let item: Item
    let task: WorkTask
    let lease: Lease
    /// Whether the person is outside the organization.
    let isExternal: Bool
    /// The known answer that a seeded suggestion must miss.
    let rightLabel: String?
    /// Whether the model is asked for its view.
    let asksModel: Bool

    /// `known` is an item that was read already; another one is read if it is not the task's.
    static func read(
        _ task: WorkTask, lease: Lease, project: Project, item known: Item? = nil,
        suggestions: any SuggestionSource, _ tx: any ReadTransaction
    ) throws -> HeldTask {
        let isItem = known?.id == task.item
        guard let item = try isItem ? known : ItemStore.find(task.item, in: task.workspace, tx) else {
            throw Problem.noSuch("item", task.item.rawValue)
        }
        // Asked only where it matters: most schemas hide nothing.
        let hides = !project.schema.columns(with: .personal, .sensitive, .subject).isEmpty
        let isExternal = try hides && WorkerKindStore.kind(of: lease.worker, tx).isExternal
        let right = task.purpose == .seeded ? try GoldStore.find(item.id, tx)?.label : nil
        return HeldTask(
            project: project, item: item, task: task, lease: lease, isExternal: isExternal, rightLabel: right,
            asksModel: try !task.blind && task.kind == .label && suggestions.mayKnow(project.id, tx))
    }

    /// What the person sees; for blind tasks the model is not even asked.
    func payload(_ services: Services) async throws -> TaskPayload {
        let suggestion = try await suggestion(services)
        let probe = ProbeRules.probe(
            task: task.id, worker: lease.worker, isBlind: task.blind, hasExplanation: suggestion?.explanation != nil,
            project: project)
        // Whoever is asked what the model will say must not have read it.
        let isLabelShown = suggestion != nil && probe != .predict
        try await note(suggestion, isLabelShown: isLabelShown, probe: probe, services)
        return TaskPayload(
            id: task.id, kind: task.kind, fence: lease.fence, claimedAt: lease.claimedAt,
            leaseExpiresAt: lease.expiresAt,
            project: .init(id: project.id, slug: project.slug, name: project.name), question: project.question,
            item: ItemView.content(of: item, schema: project.schema, isExternal: isExternal),
            guidelineVersion: project.guidelineVersion, idleSeconds: project.settings.idleSeconds, blind: task.blind,
            dueAt: task.dueAt, reasons: TaskReasons.reasons(of: task),
            suggestion: isLabelShown
                ? suggestion.map {
                    .init(label: $0.label, probability: $0.probability, modelVersion: $0.modelVersion)
                } : nil,
            explanation: suggestion?.explanation, votes: votes, review: review, action: action,
            probe: probe)
    }

    private func suggestion(_ services: Services) async throws -> Suggestion? {
        guard asksModel else { return nil }
        guard let found = try await services.suggestions.suggestion(for: item, in: project) else { return nil }
        guard task.purpose == .seeded, let rightLabel else { return found }
        let draw = KeyedCoin.draw(["seeded", task.id.rawValue], key: project.splitKey)
        return found.seeded(wrongFor: rightLabel, labels: project.question.labels.map(\.value), draw: draw)
    }

    /// Writes down what is about to be shown, so that the answer's mode is known and not told by the screen.
    private func note(
        _ suggestion: Suggestion?, isLabelShown: Bool, probe: ProbeRules.Probe?, _ services: Services
    ) async throws {
        guard lease.shown == nil, let suggestion else { return }
        let shown: JSONValue = [
            "label": .string(suggestion.label), "probability": .number(suggestion.probability),
            "model_version": .string(suggestion.modelVersion), "label_shown": .bool(isLabelShown),
            "explained": .bool(suggestion.explanation != nil),
        ]
        try await services.database.write { tx in
            try LeaseStore.note(shown: shown, task: task.id, fence: lease.fence, in: tx)
        }
    }

    private var votes: [TaskPayload.VoteContent]? {
        guard task.kind == .adjudicate, let votes = task.details["votes"]?.array else { return nil }
        return votes.map { vote in
            let value = vote["value"].flatMap { $0.isNull ? Optional<JSONValue>.none : $0 }
            return .init(
                value: value, text: value.map(project.text(of:)) ?? "", unsure: vote["unsure"]?.bool ?? false,
                comment: vote["comment"]?.string, simulated: vote["simulated"]?.bool ?? false)
        }
    }

    private var action: ActionView? {
        guard task.kind == .approve, let action = task.details["action"], let name = action["name"]?.string,
            let hash = action["hash"]?.string
        else { return nil }
        return ActionView(name: name, arguments: action["arguments"], hash: hash)
    }

    private var review: TaskPayload.ReviewContent? {
        guard task.kind == .review, let value = task.details["value"] else { return nil }
        return .init(
            target: task.details["target"]?.string ?? "ai", value: value, text: project.text(of: value),
            simulated: task.details["simulated"]?.bool ?? false)
    }
}

extension Project {
    /// An answer as people read it.
    func text(of value: JSONValue) -> String {
        (try? QuestionKinds.named(question.kind).text(of: value, for: question)) ?? ""
    }
}
