import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `project` table.
public enum ProjectStore {
    private static let columns: SQL = """
        id, workspace_id, slug, name, question, item_schema, settings, policy, policy_version, guideline_version,
        split_key, version, created_at, next_task_seq, aggregator_fit_id
        """
    private static let questions = Memo<Question>()
    private static let schemas = Memo<Schema>()
    private static let settings = Memo<ProjectSettings>()
    private static let policies = Memo<JSONValue>()

    /// Stores a new project.
    public static func insert(_ project: Project, by creator: String, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO project (id, workspace_id, slug, name, question, item_schema, settings, policy, policy_version,
                guideline_version, split_key, version, created_at, created_by)
            VALUES (\(project.id), \(project.workspace), \(project.slug), \(project.name),
                \(try text(project.question)), \(try project.schema.json.canonicalString),
                \(try text(project.settings)), \(try project.policy.canonicalString), \(project.policyVersion),
                \(project.guidelineVersion), \(project.splitKey), \(project.version), \(project.createdAt), \(creator))
            """)
    }

    /// The project with this id or slug.
    /// - Throws: `Problem` no_such_project.
    public static func find(
        _ idOrSlug: String, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> Project {
        let isID = ProjectID(checking: idOrSlug) != nil
        let place: SQL = isID ? "id = \(idOrSlug)" : "slug = \(idOrSlug)"
        let head = try tx.row(
            """
            SELECT id, version, next_task_seq, aggregator_fit_id FROM project
            WHERE \(place) AND workspace_id = \(workspace)
            """)
        guard let head else { throw Problem.noSuch("project", idOrSlug) }
        let id: ProjectID = try head.id("id")
        let known = tx.notes.of(KnownProjects.self)
        guard var project = known.projects[id], try project.version == head.int("version") else {
            let whole = try tx.row("SELECT \(columns) FROM project WHERE id = \(id)")
            guard let whole else { throw Problem.noSuch("project", idOrSlug) }
            let project = try project(from: whole)
            known.remember(project)
            return project
        }
        project.nextSeq = try head.int("next_task_seq")
        project.aggregatorFit = try head.idIfAny("aggregator_fit_id")
        return project
    }

    /// The project with this id.
    /// - Throws: `Problem` no_such_project.
    public static func find(_ id: ProjectID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Project {
        try find(id.rawValue, in: workspace, tx)
    }

    /// The workspace's projects after a cursor, oldest first.
    public static func list(
        in workspace: WorkspaceID, after cursor: ProjectID?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Project] {
        try tx.rows(
            """
            SELECT \(columns) FROM project WHERE workspace_id = \(workspace) AND id > \(cursor?.rawValue ?? "")
            ORDER BY id LIMIT \(limit)
            """
        ).map(project(from:))
    }

    /// Whether the workspace has a project with this slug.
    public static func has(slug: String, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Bool {
        try tx.row("SELECT 1 AS one FROM project WHERE workspace_id = \(workspace) AND slug = \(slug)") != nil
    }

    /// Stores name, settings, policy and guideline version, if nobody changed the project since `version` was read.
    /// - Returns: the new version.
    /// - Throws: `Problem` changed.
    @discardableResult
    public static func update(_ project: Project, since version: Int, in tx: any WriteTransaction) throws -> Int {
        let changed = try tx.run(
            """
            UPDATE project SET name = \(project.name), settings = \(try text(project.settings)),
                policy = \(try project.policy.canonicalString), policy_version = \(project.policyVersion),
                guideline_version = \(project.guidelineVersion), version = \(version + 1)
            WHERE id = \(project.id) AND workspace_id = \(project.workspace) AND version = \(version)
            """)
        guard changed == 1 else {
            throw Problem(
                .changed, "project_changed", "Somebody changed the project in the meantime; read it again.",
                facts: ["project": project.id.rawValue])
        }
        return version + 1
    }

    /// Takes places in the queue.
    /// - Returns: the first of them.
    public static func takeSeqs(_ count: Int, of project: ProjectID, in tx: any WriteTransaction) throws -> Int {
        let row = try tx.row(
            """
            UPDATE project SET next_task_seq = next_task_seq + \(count) WHERE id = \(project) RETURNING next_task_seq
            """)
        guard let row else { throw Problem.noSuch("project", project.rawValue) }
        return try row.int("next_task_seq") - count
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try Wire.encode(value), as: UTF8.self)
    }

    private static func project(from row: Row) throws -> Project {
        var project = try Project(
            id: row.id("id"), workspace: row.id("workspace_id"), slug: row.text("slug"), name: row.text("name"),
            question: questions.value(of: row.text("question")) { try Wire.decode(from: Array($0.utf8)) },
            schema: schemas.value(of: row.text("item_schema")) { try Schema(json: JSONValue(parsing: $0)) },
            settings: settings.value(of: row.text("settings")) { try Wire.decode(from: Array($0.utf8)) },
            policy: policies.value(of: row.text("policy")) { try JSONValue(parsing: $0) },
            policyVersion: row.text("policy_version"), guidelineVersion: row.int("guideline_version"),
            splitKey: row.blob("split_key"), version: row.int("version"), createdAt: row.instant("created_at"))
        project.nextSeq = try row.int("next_task_seq")
        project.aggregatorFit = try row.idIfAny("aggregator_fit_id")
        return project
    }
}

/// Projects by their versions: every transaction reads one, and few change one.
///
/// The place in the queue and the fit, which change without a new version, are read each time.
private final class KnownProjects: Note {
    private static let most = 256
    private(set) var projects: [ProjectID: Project] = [:]

    init() {}

    func remember(_ project: Project) {
        if projects.count >= Self.most { projects = [:] }
        projects[project.id] = project
    }
}
