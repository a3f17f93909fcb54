import TandemLedger
import TandemStore

/// Guidelines of a project in one version.
public struct Guideline: Sendable, Hashable, Codable {
    /// The version, from 1.
    public let version: Int
    /// The text, Markdown.
    public let markdown: String
    /// When it was written.
    public let createdAt: Instant

    /// One version.
    public init(version: Int, markdown: String, createdAt: Instant) {
        self.version = version
        self.markdown = markdown
        self.createdAt = createdAt
    }
}

/// The SQL of the `guideline` table; versions are never changed.
public enum GuidelineStore {
    /// Stores a new version.
    public static func insert(
        _ markdown: String, version: Int, of project: Project, by author: String, at now: Instant,
        in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO guideline (project_id, version, workspace_id, markdown, author, created_at)
            VALUES (\(project.id), \(version), \(project.workspace), \(markdown), \(author), \(now))
            """)
    }

    /// One version of a project's guidelines.
    public static func find(
        _ version: Int, of project: ProjectID, _ tx: any ReadTransaction
    ) throws -> Guideline? {
        try tx.row(
            "SELECT version, markdown, created_at FROM guideline WHERE project_id = \(project) AND version = \(version)"
        ).map {
            try Guideline(
                version: $0.int("version"), markdown: $0.text("markdown"), createdAt: $0.instant("created_at"))
        }
    }

    /// Who wrote which version when, newest first.
    public static func history(
        of project: ProjectID, limit: Int, _ tx: any ReadTransaction
    ) throws -> [(version: Int, author: String, createdAt: Instant)] {
        try tx.rows(
            """
            SELECT version, author, created_at FROM guideline WHERE project_id = \(project)
            ORDER BY version DESC LIMIT \(limit)
            """
        ).map { try ($0.int("version"), $0.text("author"), $0.instant("created_at")) }
    }

    /// The text of one version; nil before there are any guidelines.
    public static func markdown(
        version: Int, of project: ProjectID, _ tx: any ReadTransaction
    ) throws -> String? {
        try find(version, of: project, tx)?.markdown
    }
}
