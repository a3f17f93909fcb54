import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Creates a project: a question, the columns of its items, and how it works.
public struct CreateProject: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project to be.
        public var body: Body
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(body: Body, onceKey: String? = nil) {
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// The project to be.
    public struct Body: Sendable, Codable, Hashable {
        /// Its name.
        public var name: String
        /// Its name in URLs; made from the name when absent.
        public var slug: String?
        /// What is asked.
        public var question: Question
        /// The columns of its items: `{"columns": [{"name", "type", "role"?, "required"?}]}`.
        public var schema: JSONValue
        /// How it works; defaults where absent.
        public var settings: ProjectSettings?
        /// The routing policy.
        public var policy: JSONValue?
        /// The first guidelines, Markdown.
        public var guidelines: String?

        /// A body.
        public init(
            name: String, slug: String? = nil, question: Question, schema: JSONValue,
            settings: ProjectSettings? = nil, policy: JSONValue? = nil, guidelines: String? = nil
        ) {
            self.name = name
            self.slug = slug
            self.question = question
            self.schema = schema
            self.settings = settings
            self.policy = policy
            self.guidelines = guidelines
        }
    }

    /// The project.
    public typealias Output = ProjectView

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Creates it.
    /// - Throws: `Problem` with code `role_missing` or `slug_taken`, or about what is asked.
    public func run(_ input: Input, as actor: Actor) async throws -> ProjectView {
        try Permissions.require(.createProject, in: nil, for: actor)
        let now = services.clock.now
        let body = input.body
        let checked = try ProjectRules.check(body)
        let project = Project(
            id: services.random.id(at: now), workspace: actor.workspace, slug: checked.slug, name: checked.name,
            question: body.question, schema: checked.schema, settings: body.settings ?? ProjectSettings(),
            policy: body.policy ?? [:], policyVersion: "1", guidelineVersion: body.guidelines == nil ? 0 : 1,
            splitKey: services.random.bytes(32), createdAt: now)
        let request = try Wire.encode(body)
        return try await services.database.write { tx in
            try Once.run(
                key: input.onceKey, operation: "CreateProject", request: request, actor: actor, now: now, in: tx
            ) { try create(project, guidelines: body.guidelines, as: actor, now: now, in: tx) }.output
        }
    }

    private func create(
        _ project: Project, guidelines: String?, as actor: Actor, now: Instant, in tx: any WriteTransaction
    ) throws -> ProjectView {
        guard try !ProjectStore.has(slug: project.slug, in: actor.workspace, tx) else {
            throw Problem(
                .conflict, "slug_taken", "There is a project \(project.slug) already; choose another name.",
                at: "/slug")
        }
        try ProjectStore.insert(project, by: actor.id, in: tx)
        if let guidelines {
            try GuidelineStore.insert(guidelines, version: 1, of: project, by: actor.id, at: now, in: tx)
        }
        try services.ledger.append(
            [
                EventDraft(
                    .projectCreated, by: actor, as: .administrator, project: project.id,
                    subject: project.id.rawValue, policyVersion: project.policyVersion,
                    facts: [
                        "question": .string(project.question.kind), "columns": JSONValue(project.schema.columns.count),
                        "overlap": JSONValue(project.settings.overlap),
                    ])
            ], in: tx)
        tx.hint("projects")
        return ProjectView(project)
    }
}
