import TandemLedger
import TandemStore
import TandemTabular

/// Agents' actions and corrections in the `decision` table; ordinary decisions do not pay for these columns.
extension DecisionStore {
    /// Writes the action and its answer, if there is one.
    static func saveAction(of decision: Decision, in tx: any WriteTransaction) throws {
        let text = try stored(decision)?.canonicalString
        try tx.run("UPDATE decision SET action = \(text) WHERE id = \(decision.id)")
    }

    /// Settles an open decision about an agent's action.
    /// - Returns: false when it was settled already.
    /// - Throws: `StoreError`.
    public static func close(
        _ decision: Decision, answer: ActionAnswer, decider: String, at now: Instant, in tx: any WriteTransaction
    ) throws -> Bool {
        let value = JSONValue.string(answer.verdict.rawValue)
        guard try close(decision.id, value: value, decider: decider, at: now, in: tx) else { return false }
        var answered = decision
        answered.answer = answer
        try saveAction(of: answered, in: tx)
        return true
    }

    /// Puts another value in place of the one with which people settled a decision; the first is kept beside it.
    /// - Returns: false when it is not settled.
    /// - Throws: `StoreError`.
    public static func correct(
        _ id: DecisionID, value: JSONValue, decider: String, at now: Instant, in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE decision SET first_value = COALESCE(first_value, value), value = \(try value.canonicalString),
                decider = \(decider), corrected_at = \(now)
            WHERE id = \(id) AND state = 'closed'
            """) == 1
    }

    /// Writes another result of an audit that people had answered.
    /// - Throws: `StoreError`.
    public static func correctAudit(
        _ id: DecisionID, as audit: Decision.Audit, truth: String?, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            UPDATE decision SET audit_state = \(audit.rawValue), audit_truth = \(truth)
            WHERE id = \(id) AND audit_state IN ('agreed', 'wrong', 'unsure')
            """)
    }

    /// Forgets the arguments of actions about some items, and what was answered in words; names and hashes stay.
    /// - Returns: the decisions.
    /// - Throws: `StoreError`.
    public static func eraseActions(about items: [ItemID], in tx: any WriteTransaction) throws -> [DecisionID] {
        guard !items.isEmpty else { return [] }
        let found = try tx.rows(
            """
            SELECT id, action FROM decision WHERE item_id IN (\(SQL.list(items))) AND action IS NOT NULL
            """)
        return try found.map { row in
            let id: DecisionID = try row.id("id")
            var members = try row.json("action").object ?? [:]
            members["arguments"] = [:]
            if var answer = members["answer"]?.object {
                (answer["arguments"], answer["message"]) = (nil, nil)
                members["answer"] = .object(answer)
            }
            members["erased"] = true
            let text = try JSONValue.object(members).canonicalString
            try tx.run("UPDATE decision SET action = \(text) WHERE id = \(id)")
            return id
        }
    }

    private static func stored(_ decision: Decision) -> JSONValue? {
        guard let action = decision.action, var members = action.json.object else { return nil }
        members["answer"] = decision.answer?.json
        return .object(members)
    }

    /// An action as it was stored; its hash is the stored one, so that it outlives an erasure of the arguments.
    static func action(_ json: JSONValue) -> AgentAction? {
        guard let name = json["name"]?.string, let hash = json["hash"]?.string else { return nil }
        return AgentAction(stored: name, arguments: json["arguments"]?.object ?? [:], hash: hash)
    }

    static func answer(_ json: JSONValue) -> ActionAnswer? {
        guard let answer = json["answer"],
            let verdict = answer["verdict"]?.string.flatMap(ActionVerdict.init(rawValue:))
        else { return nil }
        let allowed = answer["hash"]?.string.flatMap { hash in
            json["name"]?.string.map {
                AgentAction(stored: $0, arguments: answer["arguments"]?.object ?? [:], hash: hash)
            }
        }
        return ActionAnswer(
            verdict: verdict, seen: answer["seen_hash"]?.string, allowed: allowed, message: answer["message"]?.string)
    }
}
