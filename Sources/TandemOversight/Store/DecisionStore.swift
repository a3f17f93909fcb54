import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `decision` table.
public enum DecisionStore {
    private static let columns: [StaticString] = [
        "id", "workspace_id", "project_id", "item_id", "model_id", "model_version", "label", "score", "scores", "route",
        "reasons", "audited", "audit_probability", "certificate_id", "policy_version", "task_id", "state", "decider",
        "value", "deadline", "default_value", "callback", "audit_state", "audit_due", "audit_truth", "created_at",
        "closed_at",
    ]

    /// Inserts decisions, all of them or none.
    /// - Throws: `StoreError`, `JSONError` for a score that is not finite.
    public static func insert(_ decisions: [Decision], in tx: any WriteTransaction) throws {
        try tx.insertMany(into: "decision", columns: columns, rows: decisions.map(row))
        for decision in decisions where decision.action != nil { try saveAction(of: decision, in: tx) }
    }

    /// A decision of a workspace.
    /// - Throws: `Problem` `no_such_decision`.
    public static func find(
        _ id: DecisionID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> Decision {
        guard
            let row = try tx.row("SELECT * FROM decision WHERE id = \(id) AND workspace_id = \(workspace)")
        else { throw Problem.noSuch("decision", id.rawValue) }
        return try decision(row)
    }

    /// As `find`, locked until the transaction ends.
    public static func lock(
        _ id: DecisionID, in workspace: WorkspaceID, in tx: any WriteTransaction
    ) throws -> Decision {
        let query: SQL = "SELECT * FROM decision WHERE id = \(id) AND workspace_id = \(workspace)"
        guard let row = try tx.row(query + tx.dialect.rowLock) else { throw Problem.noSuch("decision", id.rawValue) }
        return try decision(row)
    }

    /// A project's decisions, newest first.
    ///
    /// - Parameters:
    ///   - project: the project.
    ///   - before: only decisions older than this one.
    ///   - openOnly: only those that wait for a person.
    ///   - route: only those that went this way, `auto` or `human`; nil for all.
    ///   - limit: at most so many.
    ///   - tx: the transaction.
    /// - Returns: the decisions.
    /// - Throws: `StoreError`.
    public static func list(
        of project: ProjectID, before: DecisionID?, openOnly: Bool, route: String? = nil, limit: Int,
        _ tx: any ReadTransaction
    ) throws -> [Decision] {
        var query: SQL = "SELECT * FROM decision WHERE project_id = \(project)"
        if openOnly { query.append(" AND state = 'open'") }
        if let route { query.append(" AND route = \(route)") }
        if let before { query.append(" AND id < \(before)") }
        query.append(" ORDER BY id DESC LIMIT \(limit)")
        return try tx.rows(query).map(decision)
    }

    /// What a caller's own model said, by item: of several decisions on one item, the first.
    /// - Throws: `StoreError`.
    public static func callerProposals(
        of project: ProjectID, version: String, _ tx: any ReadTransaction
    ) throws -> [ItemID: Proposal] {
        var found: [ItemID: Proposal] = [:]
        var last = ""
        while true {
            let page = try tx.rows(
                """
                SELECT id, item_id, model_id, model_version, scores FROM decision
                WHERE project_id = \(project) AND id > \(last) AND model_version = \(version) AND model_id IS NULL
                ORDER BY id LIMIT 2000
                """)
            for row in page {
                guard let proposal = try proposal(row), proposal.source == .caller else { continue }
                let item: ItemID = try row.id("item_id")
                if found[item] == nil { found[item] = proposal }
            }
            guard page.count == 2000, let next = try page.last?.text("id") else { return found }
            last = next
        }
    }

    /// The versions of callers' own models among the newest 2,000 decisions, sorted.
    /// - Throws: `StoreError`.
    public static func callerVersions(of project: ProjectID, _ tx: any ReadTransaction) throws -> [String] {
        try tx.rows(
            """
            SELECT DISTINCT model_version FROM
                (SELECT model_id, model_version FROM decision WHERE project_id = \(project) ORDER BY id DESC LIMIT 2000) d
            WHERE model_id IS NULL AND model_version IS NOT NULL ORDER BY model_version LIMIT 20
            """
        ).map { try $0.text("model_version") }
    }

    /// Open decisions whose deadline has passed, oldest deadline first.
    public static func overdue(at now: Instant, limit: Int, in tx: any WriteTransaction) throws -> [Decision] {
        let query: SQL = """
            SELECT * FROM decision WHERE state = 'open' AND deadline IS NOT NULL AND deadline <= \(now)
            ORDER BY deadline LIMIT \(limit)
            """
        return try tx.rows(query + tx.dialect.claimLock).map(decision)
    }

    /// Automatic decisions whose audit was not answered in time, oldest first.
    public static func missedAudits(at now: Instant, limit: Int, in tx: any WriteTransaction) throws -> [Decision] {
        let query: SQL = """
            SELECT * FROM decision WHERE audit_state = 'pending' AND audit_due <= \(now)
            ORDER BY audit_due LIMIT \(limit)
            """
        return try tx.rows(query + tx.dialect.claimLock).map(decision)
    }

    /// Settles an open decision.
    /// - Returns: false when it was settled already.
    public static func close(
        _ id: DecisionID, value: JSONValue?, decider: String, at now: Instant, in tx: any WriteTransaction
    ) throws -> Bool {
        let text = try value?.canonicalString
        return try tx.run(
            """
            UPDATE decision SET state = 'closed', decider = \(decider), value = \(text), closed_at = \(now)
            WHERE id = \(id) AND state = 'open'
            """) == 1
    }

    /// Writes what an audit found.
    /// - Returns: false when it was found already.
    public static func settleAudit(
        _ id: DecisionID, as audit: Decision.Audit, truth: String?, in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE decision SET audit_state = \(audit.rawValue), audit_truth = \(truth)
            WHERE id = \(id) AND audit_state = 'pending'
            """) == 1
    }

    /// Takes the deadline from an open decision that has no default, so that it is escalated once.
    public static func clearDeadline(_ id: DecisionID, in tx: any WriteTransaction) throws {
        try tx.run("UPDATE decision SET deadline = NULL WHERE id = \(id) AND state = 'open'")
    }
}

extension DecisionStore {
    private static func row(_ decision: Decision) throws -> [SQLValue] {
        let proposal = decision.proposal
        let scores: JSONValue = [
            "source": JSONValue(orNull: proposal?.source.rawValue),
            "scores": .object((proposal?.scores ?? [:]).mapValues { .number($0) }),
        ]
        let reasons = JSONValue.array(
            decision.route.reasons.map { ["code": .string($0.code.rawValue), "text": .string($0.text)] })
        return [
            decision.id.sqlValue, decision.workspace.sqlValue, decision.project.sqlValue, decision.item.sqlValue,
            (proposal?.model).sqlValue, (proposal?.version).sqlValue, (proposal?.label).sqlValue,
            (proposal?.probability).sqlValue, try scores.canonicalString.sqlValue,
            decision.route.kind.rawValue.sqlValue,
            try reasons.canonicalString.sqlValue, decision.route.audited.sqlValue, decision.auditProbability.sqlValue,
            decision.certificate.sqlValue, decision.policyVersion.sqlValue, decision.task.sqlValue,
            decision.state.rawValue.sqlValue, decision.decider.sqlValue,
            try decision.value?.canonicalString.sqlValue ?? .null,
            decision.deadline.sqlValue, decision.defaultLabel.sqlValue, decision.callback.sqlValue,
            decision.audit.rawValue.sqlValue, decision.auditDue.sqlValue, decision.auditTruth.sqlValue,
            decision.createdAt.sqlValue, decision.closedAt.sqlValue,
        ]
    }

    private static func decision(_ row: Row) throws -> Decision {
        Decision(
            id: try row.id("id"), workspace: try row.id("workspace_id"), project: try row.id("project_id"),
            item: try row.id("item_id"), proposal: try proposal(row), route: try route(row),
            auditProbability: try row.double("audit_probability"), certificate: try row.idIfAny("certificate_id"),
            policyVersion: try row.text("policy_version"), task: try row.idIfAny("task_id"),
            state: try row.choice("state"), decider: try row.textIfAny("decider"), value: try row.jsonIfAny("value"),
            deadline: try row.instantIfAny("deadline"), defaultLabel: try row.textIfAny("default_value"),
            callback: try row.textIfAny("callback"), audit: try row.choice("audit_state"),
            auditDue: try row.instantIfAny("audit_due"), auditTruth: try row.textIfAny("audit_truth"),
            createdAt: try row.instant("created_at"), closedAt: try row.instantIfAny("closed_at"),
            firstValue: try row.jsonIfAny("first_value"), correctedAt: try row.instantIfAny("corrected_at"),
            action: try row.jsonIfAny("action").flatMap(action), answer: try row.jsonIfAny("action").flatMap(answer))
    }

    private static func proposal(_ row: Row) throws -> Proposal? {
        let json = try row.json("scores")
        guard let version = try row.textIfAny("model_version"),
            let source = json["source"]?.string.flatMap(Proposal.Source.init(rawValue:))
        else { return nil }
        return Proposal(
            source: source, model: try row.idIfAny("model_id"), version: version,
            scores: (json["scores"]?.object ?? [:]).compactMapValues(\.number))
    }

    private static func route(_ row: Row) throws -> Route {
        let reasons = (try row.json("reasons").array ?? []).compactMap { reason -> RoutingReason? in
            guard let code = reason["code"]?.string.flatMap(RoutingReason.Code.init(rawValue:)),
                let text = reason["text"]?.string
            else { return nil }
            return RoutingReason(code, text)
        }
        return Route(
            kind: try row.choice("route"), reasons: reasons, audited: try row.bool("audited"), priority: nil)
    }
}
