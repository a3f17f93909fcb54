import TandemLedger
import TandemStore
import TandemTabular

/// One reading of a file into a project; resumes where it stopped when the same name comes again.
public struct ItemImport: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable, Codable {
        /// Rows are read, or the reading was interrupted.
        case running
        /// The file was read to its end.
        case done
    }

    /// Its id.
    public let id: ImportID
    /// The project.
    public let project: ProjectID
    /// Its name, unique in the project.
    public let name: String
    /// The file's format.
    public let format: String
    /// Where it stands.
    public var state: State
    /// Records of the file that were dealt with.
    public var rowsRead: Int
    /// Items that were new.
    public var added: Int
    /// Items that the project had already, with the same content.
    public var repeated: Int
    /// Records that were set aside.
    public var rejected: Int
    /// SHA-256 of the whole file, once it was read.
    public var contentHash: [UInt8]?
    /// When it began.
    public let createdAt: Instant
    /// When it ended.
    public var endedAt: Instant?

    /// An import that begins.
    public init(id: ImportID, project: ProjectID, name: String, format: String, createdAt: Instant) {
        self.init(
            id: id, project: project, name: name, format: format, state: .running, rowsRead: 0, added: 0, repeated: 0,
            rejected: 0, contentHash: nil, createdAt: createdAt, endedAt: nil)
    }

    init(
        id: ImportID, project: ProjectID, name: String, format: String, state: State, rowsRead: Int, added: Int,
        repeated: Int, rejected: Int, contentHash: [UInt8]?, createdAt: Instant, endedAt: Instant?
    ) {
        self.id = id
        self.project = project
        self.name = name
        self.format = format
        self.state = state
        self.rowsRead = rowsRead
        self.added = added
        self.repeated = repeated
        self.rejected = rejected
        self.contentHash = contentHash
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}

/// A record that was set aside.
public struct ImportRejection: Sendable, Hashable, Codable {
    /// The line at which it starts.
    public let line: Int
    /// The column that is wrong, where one is to blame.
    public let column: String?
    /// What is wrong.
    public let reason: String

    /// A rejection.
    public init(line: Int, column: String?, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }
}

/// The SQL of the tables `item_import` and `import_rejection`.
public enum ImportStore {
    private static let columns: SQL = """
        id, project_id, name, format, state, rows_read, added, repeated, rejected, content_hash, created_at, ended_at
        """

    /// Stores an import that begins.
    public static func insert(
        _ one: ItemImport, by creator: String, workspace: WorkspaceID, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO item_import (id, workspace_id, project_id, name, format, state, rows_read, added, repeated,
                rejected, created_by, created_at)
            VALUES (\(one.id), \(workspace), \(one.project), \(one.name), \(one.format), \(one.state.rawValue),
                \(one.rowsRead), \(one.added), \(one.repeated), \(one.rejected), \(creator), \(one.createdAt))
            """)
    }

    /// Writes how far an import has come, if nobody else has brought it further since `rowsRead`.
    /// - Throws: `Problem` conflict when somebody has.
    public static func save(_ one: ItemImport, since rowsRead: Int, in tx: any WriteTransaction) throws {
        let changed = try tx.run(
            """
            UPDATE item_import SET state = \(one.state.rawValue), rows_read = \(one.rowsRead), added = \(one.added),
                repeated = \(one.repeated), rejected = \(one.rejected), content_hash = \(one.contentHash),
                ended_at = \(one.endedAt)
            WHERE id = \(one.id) AND rows_read = \(rowsRead) AND state = 'running'
            """)
        guard changed == 1 else {
            throw Problem(
                .conflict, "import_running", "The same import is being read by somebody else just now.",
                facts: ["import": one.id.rawValue])
        }
    }

    /// The import with this name.
    public static func find(
        name: String, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> ItemImport? {
        try tx.row(
            "SELECT \(columns) FROM item_import WHERE project_id = \(project) AND name = \(name)"
        ).map(itemImport(from:))
    }

    /// The import with this id, if the workspace has it.
    public static func find(
        _ id: ImportID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> ItemImport? {
        try tx.row(
            "SELECT \(columns) FROM item_import WHERE id = \(id) AND workspace_id = \(workspace)"
        ).map(itemImport(from:))
    }

    /// Stores why a record was set aside.
    public static func reject(_ rejection: ImportRejection, of id: ImportID, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO import_rejection (import_id, line, column_name, reason)
            VALUES (\(id), \(rejection.line), \(rejection.column), \(rejection.reason))
            ON CONFLICT (import_id, line) DO NOTHING
            """)
    }

    /// The records that were set aside, in the order of the file after a line.
    public static func rejections(
        of id: ImportID, after line: Int, limit: Int, _ tx: any ReadTransaction
    ) throws -> [ImportRejection] {
        try tx.rows(
            """
            SELECT line, column_name, reason FROM import_rejection
            WHERE import_id = \(id) AND line > \(line) ORDER BY line LIMIT \(limit)
            """
        ).map {
            try ImportRejection(
                line: $0.int("line"), column: $0.textIfAny("column_name"), reason: $0.text("reason"))
        }
    }

    private static func itemImport(from row: Row) throws -> ItemImport {
        try ItemImport(
            id: row.id("id"), project: row.id("project_id"), name: row.text("name"), format: row.text("format"),
            state: row.word("state"), rowsRead: row.int("rows_read"), added: row.int("added"),
            repeated: row.int("repeated"), rejected: row.int("rejected"), contentHash: row.blobIfAny("content_hash"),
            createdAt: row.instant("created_at"), endedAt: row.instantIfAny("ended_at"))
    }
}
