import TandemLedger
import TandemTabular
import TandemWork

/// A project as the API shows it; without the secret of its split.
public struct ProjectView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: ProjectID
    /// Its name in URLs.
    public var slug: String
    /// Its name.
    public var name: String
    /// What is asked.
    public var question: Question
    /// The columns of its items: `{"columns": […]}`.
    public var schema: JSONValue
    /// How it works.
    public var settings: ProjectSettings
    /// The routing policy.
    public var policy: JSONValue
    /// The version of the policy.
    public var policyVersion: String
    /// The version of the guidelines in force; 0 before there are any.
    public var guidelineVersion: Int
    /// Rises with every change; the ETag.
    public var version: Int
    /// When it was created.
    public var createdAt: Instant

    init(_ project: Project) {
        id = project.id
        slug = project.slug
        name = project.name
        question = project.question
        schema = project.schema.json
        settings = project.settings
        policy = project.policy
        policyVersion = project.policyVersion
        guidelineVersion = project.guidelineVersion
        version = project.version
        createdAt = project.createdAt
    }
}
