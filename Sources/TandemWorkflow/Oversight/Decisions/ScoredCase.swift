import TandemLedger
import TandemModeling
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// A live case with everything that can be worked out before the transaction.
struct ScoredCase: Sendable {
    let place: Int
    let asked: LiveCase
    let decision: DecisionID
    let item: NewItem
    let task: TaskID
    /// What the audit coin showed before anything was scored: it is heads if this is below the policy's share.
    let coin: Double
    /// Decides likewise whether a decision task hides the model's answer.
    let blindCoin: Double
    var proposal: Proposal?
    /// What an agent wants to do, in place of a proposal.
    let action: AgentAction?
    /// How far it lies from the contents the certificate was calibrated among; nil without a certificate.
    var novelty: Double?
}

/// Works live cases out: checks, ids, coins, scores.
struct CasePreparation {
    let services: Services
    let project: Project
    let now: Instant

    /// Checks the cases and throws their coins.
    func prepare(_ cases: [LiveCase], isBatch: Bool) throws -> [ScoredCase] {
        let labels = project.question.labels.map(\.value)
        let rules = ItemRules(project)
        return try cases.enumerated().map { place, asked in
            do {
                try asked.check(labels: labels, now: now)
                let prepared = try rules.prepare(json: asked.item)
                let decision: DecisionID = services.random.id(at: now)
                return ScoredCase(
                    place: place, asked: asked, decision: decision,
                    item: NewItem(
                        id: services.random.id(at: now), project: project, prepared: prepared, source: "decision",
                        createdAt: now),
                    task: services.random.id(at: now),
                    coin: AuditCoin.fraction("audit", decision, key: project.splitKey),
                    blindCoin: AuditCoin.fraction("blind", decision, key: project.splitKey),
                    proposal: try asked.proposal(labels: labels), action: try asked.agentAction())
            } catch let problem as Problem where isBatch {
                throw problem.moved(below: "/items/\(place)")
            }
        }
    }

    /// Scores what the caller did not, and measures how novel every case is.
    func score(_ cases: [ScoredCase], with live: LiveModel?, novelty: NoveltyReference?) throws -> [ScoredCase] {
        try cases.map { given in
            // Models and their monitors have nothing to say about an action.
            if given.action != nil { return given }
            var scored = given
            scored.novelty = novelty?.score(of: given.item.prepared.content)
            guard given.asked.scores == nil else { return scored }
            scored.proposal = try live.map { try Self.proposal(of: $0, for: given.item.prepared.content) }
            return scored
        }
    }

    static func proposal(of live: LiveModel, for content: [String: JSONValue]) throws -> Proposal {
        let scores = try live.artifact.scores(content)
        return Proposal(
            source: .live, model: live.id, version: live.versionName,
            scores: Dictionary(zip(live.artifact.classes, scores), uniquingKeysWith: { first, _ in first }))
    }
}

extension Problem {
    /// The same problem inside a larger document.
    func moved(below prefix: String) -> Problem {
        Problem(kind, code, message, at: prefix + (place ?? ""), facts: facts)
    }
}
