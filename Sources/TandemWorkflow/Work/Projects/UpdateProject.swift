import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Changes a project's name and settings, if nobody changed it since it was read.
///
/// The split of the roles is drawn once for each item and stays; shares that change hold for later items only. The
/// policy has a use case of its own.
public struct UpdateProject: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The version that was read (If-Match).
        public var version: Int
        /// What changes.
        public var body: Body

        /// An input.
        public init(project: String, version: Int, body: Body) {
            self.project = project
            self.version = version
            self.body = body
        }
    }

    /// What changes.
    public struct Body: Sendable, Codable, Hashable {
        /// The new name.
        public var name: String?
        /// The settings that change, with null for back to the default; the others stay.
        public var settings: JSONValue?

        /// A body.
        public init(name: String? = nil, settings: JSONValue? = nil) {
            self.name = name
            self.settings = settings
        }
    }

    /// The project as it is now.
    public typealias Output = ProjectView

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> ProjectView {
        let now = services.clock.now
        return try await services.database.write { tx in
            let (found, role) = try WorkAccess.project(input.project, for: .editProject, as: actor, tx)
            var project = found
            if let name = input.body.name { project.name = try ProjectRules.check(name: name) }
            if let changes = input.body.settings {
                project.settings = try Self.settings(project.settings, changed: changes, for: project.question)
            }
            project.version = try ProjectStore.update(project, since: input.version, in: tx)
            try services.ledger.append(
                [
                    EventDraft(
                        .policyChanged, by: actor, as: role, project: project.id, subject: project.id.rawValue,
                        policyVersion: project.policyVersion,
                        facts: [
                            "what": "settings", "version": JSONValue(project.version),
                            "overlap": JSONValue(project.settings.overlap),
                        ])
                ], in: tx)
            // The roles are split by the settings, and a certificate binds the split.
            try CertificateGuard.voidIfUnbound(project, services: services, as: actor, now: now, in: tx)
            tx.hint("projects")
            return ProjectView(project)
        }
    }

    private static func settings(
        _ settings: ProjectSettings, changed changes: JSONValue, for question: Question
    ) throws -> ProjectSettings {
        guard let members = changes.object else {
            throw Problem(.invalid, "bad_setting", "Settings are a JSON object.", at: "/settings")
        }
        var merged = try JSONValue(parsing: Wire.encode(settings)).object ?? [:]
        let known = Set(try JSONValue(parsing: Wire.encode(ProjectSettings())).object?.keys.map { $0 } ?? [])
            .union(["positive_label", "fairness_column", "source", "notice"])
        for (name, value) in members {
            guard known.contains(name) else {
                throw Problem(.invalid, "bad_setting", "There is no setting \(name).", at: "/settings/\(name)")
            }
            if value.isNull { merged.removeValue(forKey: name) } else { merged[name] = value }
        }
        let result: ProjectSettings
        do {
            result = try Wire.decode(from: JSONValue.object(merged).canonicalBytes)
        } catch let error as DecodingError {
            throw Problem(.invalid, "bad_setting", "A setting has the wrong type: \(error).", at: "/settings")
        }
        try result.check()
        if let positive = result.positiveLabel, !question.labels.contains(where: { $0.value == positive }) {
            throw Problem(
                .invalid, "bad_setting", "positive_label must be one of the question's labels.",
                at: "/settings/positive_label")
        }
        return result
    }
}
