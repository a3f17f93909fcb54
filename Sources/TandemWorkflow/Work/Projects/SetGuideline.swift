import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Writes a new version of a project's guidelines; answers name the version that was in force.
public struct SetGuideline: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The text, Markdown.
        public var markdown: String
        /// The version that was read (If-Match); nil takes whichever is there.
        public var version: Int?

        /// An input.
        public init(project: String, markdown: String, version: Int? = nil) {
            self.project = project
            self.markdown = markdown
            self.version = version
        }
    }

    /// The guidelines as they are now.
    public typealias Output = Guideline

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Guideline {
        try ProjectRules.check(guidelines: input.markdown)
        let now = services.clock.now
        return try await services.database.write { tx in
            let (found, role) = try WorkAccess.project(input.project, for: .editGuideline, as: actor, tx)
            var project = found
            if let version = input.version, version != project.guidelineVersion {
                throw Problem(.changed, "guideline_changed", "Somebody changed the guidelines in the meantime.")
            }
            project.guidelineVersion += 1
            try ProjectStore.update(project, since: found.version, in: tx)
            try GuidelineStore.insert(
                input.markdown, version: project.guidelineVersion, of: project, by: actor.id, at: now, in: tx)
            try services.ledger.append(
                [
                    EventDraft(
                        .guidelineChanged, by: actor, as: role, project: project.id, subject: project.id.rawValue,
                        facts: [
                            "version": JSONValue(project.guidelineVersion),
                            "bytes": JSONValue(input.markdown.utf8.count),
                        ])
                ], in: tx)
            return Guideline(version: project.guidelineVersion, markdown: input.markdown, createdAt: now)
        }
    }
}
