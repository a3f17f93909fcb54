import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Routes scored cases and writes decisions, tasks and events, in the decision's own transaction.
struct DecisionWriting {
    let services: Services
    let project: Project
    let actor: Actor
    let role: Role?
    let now: Instant
    let isBatch: Bool
    let tx: any WriteTransaction

    /// What is written together.
    private struct Drafts {
        var decisions: [Decision] = []
        var tasks: [NewTask] = []
        var events: [EventDraft] = []
    }

    func write(_ cases: [ScoredCase], on basis: ScoringBasis) throws -> [DecisionView] {
        var state = try OversightState.read(project, in: tx)
        guard state.model?.id == basis.model || cases.allSatisfy({ $0.asked.scores != nil || $0.action != nil }),
            state.certificate == nil || state.certificate?.details.noveltyBlob == basis.reference
        else { throw DecisionTaking.Stale() }
        let (items, added) = try admit(cases)
        var drafts = Drafts()
        if added > 0 { drafts.events.append(try ingested(items, added)) }
        let alarm = try watch(cases, state)
        for (place, (given, item)) in zip(cases, items).enumerated() {
            // What the monitor saw up to and with this case counts for it already.
            if let alarm, alarm.place == place {
                drafts.events += alarm.events
                state.standing = .none
                state.monitors = alarm.monitors
            }
            try draft(given, item, state, into: &drafts)
        }
        if drafts.decisions.contains(where: { $0.callback != nil }) { try ensureSecret() }
        try DecisionStore.insert(drafts.decisions, in: tx)
        try TaskStore.insert(drafts.tasks, project: project, in: tx)
        try count(drafts.decisions)
        try services.ledger.append(drafts.events, in: tx)
        tx.hint("project:\(project.id)")
        return drafts.decisions.map { DecisionView($0) }
    }

    private func admit(_ cases: [ScoredCase]) throws -> (items: [Item], added: Int) {
        do {
            return try ItemStore.admit(cases.map(\.item), in: tx)
        } catch let problem as Problem where !isBatch {
            throw Problem(problem.kind, problem.code, problem.message, at: "/item", facts: problem.facts)
        }
    }

    /// Shows the population monitor the live inputs.
    private func watch(
        _ cases: [ScoredCase], _ state: OversightState
    ) throws -> (place: Int, events: [EventDraft], monitors: [Monitor])? {
        guard let certificate = state.standing.id,
            let index = state.monitors.firstIndex(where: { $0.name == Monitor.population }),
            state.monitors[index].certificate == certificate
        else { return nil }
        let seen = cases.filter { $0.novelty != nil }
        var monitor = state.monitors[index]
        let place = try monitor.observe(novelties: seen.compactMap(\.novelty), at: now)
        try MonitorStore.save(monitor, in: tx)
        guard let place else { return nil }
        var monitors = state.monitors
        monitors[index] = monitor
        return (seen[place].place, try MonitorAlarm.fire(monitor, project: project, now: now, in: tx), monitors)
    }

    private func draft(
        _ given: ScoredCase, _ item: Item, _ state: OversightState, into drafts: inout Drafts
    ) throws {
        if let action = given.action {
            let drafting = ActionDrafting(
                project: project, actor: actor, role: role, now: now, isNew: item.id == given.item.id)
            let drafted = try drafting.draft(action, given, item, state)
            drafts.decisions.append(drafted.decision)
            if let task = drafted.task { drafts.tasks.append(task) }
            drafts.events += drafted.events
            return
        }
        let policy = state.policy
        let route = RoutingRules.route(
            given.proposal, certificate: state.standing, policy: policy, item: given.item.prepared.content,
            askPerson: given.asked.askPerson ?? false, monitors: state.alarms, coin: given.coin < policy.auditShare)
        let isAuto = route.kind == .auto
        let label = given.proposal?.label
        let fallback = given.asked.defaultLabel ?? policy.defaultLabel
        let decision = Decision(
            id: given.decision, workspace: project.workspace, project: project.id, item: item.id,
            proposal: given.proposal, route: route, auditProbability: policy.auditShare,
            certificate: isAuto ? state.standing.id : nil, policyVersion: project.policyVersion,
            task: isAuto && !route.audited ? nil : given.task, state: isAuto ? .closed : .open,
            decider: isAuto ? "auto" : nil, value: label.map(JSONValue.string),
            deadline: isAuto ? nil : given.asked.deadline ?? policy.deadlineSeconds.map { now.adding(seconds: $0) },
            defaultLabel: isAuto ? nil : fallback, callback: isAuto ? nil : given.asked.callback ?? policy.callback,
            audit: isAuto && route.audited ? .pending : .none,
            auditDue: isAuto && route.audited ? now.adding(seconds: policy.auditDeadlineSeconds) : nil, createdAt: now,
            closedAt: isAuto ? now : nil)
        drafts.decisions.append(decision)
        if decision.task != nil { drafts.tasks.append(task(for: decision, given, policy)) }
        drafts.events += try events(of: decision, isNew: item.id == given.item.id)
    }

    /// One task answers a case: blind and by several people if the coin chose it, whoever decides it.
    private func task(for decision: Decision, _ given: ScoredCase, _ policy: RoutingPolicy) -> NewTask {
        let audited = decision.route.audited
        let overlap = audited ? max(policy.overlap, project.settings.overlap) : policy.overlap
        let blind = audited || given.blindCoin < project.settings.blindShare
        return NewTask(
            id: given.task, item: decision.item, kind: .label, purpose: audited ? .audit : .decision,
            priority: decision.route.priority ?? policy.priority, dueAt: decision.deadline ?? decision.auditDue,
            overlap: overlap, blind: blind,
            decision: decision.id, details: TaskReasons.details(of: decision.route, blind: blind), createdAt: now)
    }

    private func events(of decision: Decision, isNew: Bool) throws -> [EventDraft] {
        let proposal = decision.proposal
        var facts: [String: JSONValue] = [
            "item": .string(decision.item.rawValue), "route": .string(decision.route.kind.rawValue),
            "reason": .string(decision.route.reasons.first?.code.rawValue ?? ""),
            "reasons": .array(decision.route.reasons.map { .string($0.code.rawValue) }),
            "audited": .bool(decision.route.audited), "audit_probability": .number(decision.auditProbability),
            "new_item": .bool(isNew),
        ]
        if let proposal {
            facts["model_version"] = .string(proposal.version)
            facts["source"] = .string(proposal.source.rawValue)
            facts["probs"] = .object(proposal.scores.mapValues(JSONValue.number))
            facts["model"] = proposal.model.map { .string($0.rawValue) }
            facts["label"] = proposal.label.map(JSONValue.string)
            facts["score"] = proposal.probability.map(JSONValue.number)
        }
        facts["certificate"] = decision.certificate.map { .string($0.rawValue) }
        let made = try draft(.predictionMade, by: actor, as: role, decision, facts)
        guard decision.state == .closed else { return [made] + (try flags(decision)) }
        let closed: [String: JSONValue] = [
            "decider": "auto", "item": .string(decision.item.rawValue), "route": "auto", "wait_ms": 0,
            "label": JSONValue(orNull: proposal?.label), "audited": .bool(decision.route.audited),
        ]
        return [made, try draft(.decisionClosed, by: .system(in: project.workspace), as: nil, decision, closed)]
    }

    /// An uncertain case is an ambiguous item: the model's score did not reach the certified threshold.
    private func flags(_ decision: Decision) throws -> [EventDraft] {
        guard decision.route.reasons.contains(where: { $0.code == .belowThreshold }) else { return [] }
        var facts: [String: JSONValue] = [
            "item": .string(decision.item.rawValue), "reason": "low_confidence", "ambiguous": true,
            "decision": .string(decision.id.rawValue),
        ]
        facts["score"] = decision.proposal?.probability.map(JSONValue.number)
        return [
            try EventDraft(
                .itemFlagged, by: .system(in: project.workspace), project: project.id,
                subject: decision.item.rawValue, correlation: decision.id.rawValue,
                policyVersion: project.policyVersion, facts: facts)
        ]
    }

    private func draft(
        _ kind: EventKind, by actor: Actor, as role: Role?, _ decision: Decision, _ facts: [String: JSONValue]
    ) throws -> EventDraft {
        try EventDraft(
            kind, by: actor, as: role, project: project.id, subject: decision.id.rawValue,
            correlation: decision.id.rawValue, policyVersion: project.policyVersion, facts: facts)
    }

    private func ingested(_ items: [Item], _ added: Int) throws -> EventDraft {
        if items.count == 1 {
            return try EventDraft(
                .itemIngested, by: actor, as: role, project: project.id, subject: items[0].id.rawValue,
                correlation: items[0].id.rawValue, policyVersion: project.policyVersion,
                facts: ["role": .string(items[0].role.rawValue), "source": "decision"])
        }
        return try EventDraft(
            .itemsImported, by: actor, as: role, project: project.id, subject: project.id.rawValue,
            policyVersion: project.policyVersion, facts: ["count": JSONValue(added), "source": "decision"])
    }

    private func count(_ all: [Decision]) throws {
        let decisions = all.filter { $0.action == nil }
        if decisions.count < all.count { try ActionDrafting.count(all, of: project.id, in: tx) }
        let auto = decisions.count { $0.route.kind == .auto }
        try CounterStore.add(decisions.count, to: DecisionCounters.all, of: project.id, in: tx)
        try CounterStore.add(auto, to: DecisionCounters.auto, of: project.id, in: tx)
        try CounterStore.add(decisions.count - auto, to: DecisionCounters.open, of: project.id, in: tx)
        try EventTally.add(decisions, of: project.id, in: tx)
    }

    private func ensureSecret() throws {
        guard try WebhookSecretStore.find(project.id, tx) == nil else { return }
        try WebhookSecretStore.save(
            services.random.bytes(32), of: project.id, in: project.workspace, at: now, in: tx)
    }
}
