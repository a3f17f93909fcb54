import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Changes a project's routing policy; a certificate that binds the old rules is voided in the same transaction.
public struct ChangePolicy: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The whole new policy; see `RoutingPolicy`.
        public var policy: JSONValue
        /// The project's version that was read (If-Match).
        public var version: Int

        /// An input.
        public init(project: String, policy: JSONValue, version: Int) {
            self.project = project
            self.policy = policy
            self.version = version
        }
    }

    /// The project as it is then.
    public struct Output: Sendable, Codable, Hashable {
        /// The policy, every member written out.
        public var policy: JSONValue
        /// Its version, which events name.
        public var policyVersion: String
        /// The project's version.
        public var version: Int
        /// The certificate that the change voided.
        public var voided: CertificateID?
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        return try await services.database.write { tx in
            var (project, role) = try WorkAccess.project(input.project, for: .changePolicy, as: actor, tx)
            let policy = try PolicyChecks.check(input.policy, schema: project.schema, question: project.question)
            project.policy = policy.json
            project.policyVersion = String((Int(project.policyVersion) ?? 0) + 1)
            project.version = try ProjectStore.update(project, since: input.version, in: tx)
            try services.ledger.append(
                [
                    EventDraft(
                        .policyChanged, by: actor, as: role, project: project.id, subject: project.id.rawValue,
                        policyVersion: project.policyVersion,
                        facts: [
                            "rules": JSONValue(policy.rules.count), "audit_share": .number(policy.auditShare),
                            "has_default": .bool(policy.defaultLabel != nil),
                        ])
                ], in: tx)
            let voided = try CertificateGuard.voidIfUnbound(
                project, services: services, as: actor, now: now, in: tx)
            tx.hint("project:\(project.id)")
            return Output(
                policy: project.policy, policyVersion: project.policyVersion, version: project.version, voided: voided)
        }
    }
}

/// Checks a policy against the columns and labels it speaks of.
public enum PolicyChecks {
    /// The policy, if it fits the schema and the question.
    /// - Throws: `Problem` `policy_invalid` or `policy_rule_invalid` with the place below `/policy`.
    public static func check(_ json: JSONValue, schema: Schema, question: Question) throws(Problem) -> RoutingPolicy {
        var columns: [String: RuleColumnType] = [:]
        for column in schema.columns { columns[column.name] = ruleType(column.type) }
        do throws(Problem) {
            return try RoutingPolicy(json: json, columns: columns, labels: question.labels.map(\.value))
        } catch {
            throw error.moved(below: "/policy")
        }
    }

    private static func ruleType(_ type: ColumnType) -> RuleColumnType {
        switch type {
        case .number, .time: .number  // a time is stored as seconds since 1970
        case .boolean: .flag
        case .category, .text: .text
        }
    }
}
