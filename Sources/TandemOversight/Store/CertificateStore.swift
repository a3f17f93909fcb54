import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `certificate` table.
public enum CertificateStore {
    /// Inserts a certificate; a valid one only where there is no other valid one.
    public static func insert(_ certificate: Certificate, in tx: any WriteTransaction) throws {
        let details = String(decoding: try Wire.encode(certificate.details), as: UTF8.self)
        try tx.run(
            """
            INSERT INTO certificate (id, workspace_id, project_id, model_id, binding, attempt, state, max_error,
                confidence, details, issued_by, issued_at, ended_at, end_reason)
            VALUES (\(certificate.id), \(certificate.workspace), \(certificate.project), \(certificate.subject.text),
                \(certificate.binding), \(certificate.attempt), \(certificate.state.rawValue), \(certificate.maxError),
                \(certificate.confidence), \(details), \(certificate.issuedBy), \(certificate.issuedAt),
                \(certificate.endedAt), \(certificate.endReason))
            """)
    }

    /// The project's valid certificate, if there is one.
    public static func valid(of project: ProjectID, _ tx: any ReadTransaction) throws -> Certificate? {
        try tx.row("SELECT * FROM certificate WHERE project_id = \(project) AND state = 'valid'").map(certificate)
    }

    /// As `valid`, locked until the transaction ends.
    public static func lockValid(of project: ProjectID, in tx: any WriteTransaction) throws -> Certificate? {
        let query: SQL = "SELECT * FROM certificate WHERE project_id = \(project) AND state = 'valid'"
        return try tx.row(query + tx.dialect.rowLock).map(certificate)
    }

    /// A certificate of a workspace.
    /// - Throws: `Problem` `no_such_certificate`.
    public static func find(
        _ id: CertificateID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> Certificate {
        guard let row = try tx.row("SELECT * FROM certificate WHERE id = \(id) AND workspace_id = \(workspace)")
        else { throw Problem.noSuch("certificate", id.rawValue) }
        return try certificate(row)
    }

    /// A project's certificates and refusals, newest first.
    public static func list(
        of project: ProjectID, before: CertificateID?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Certificate] {
        var query: SQL = "SELECT * FROM certificate WHERE project_id = \(project)"
        if let before { query.append(" AND id < \(before)") }
        query.append(" ORDER BY id DESC LIMIT \(limit)")
        return try tx.rows(query).map(certificate)
    }

    /// How many attempts on a subject have looked at a project's labels.
    public static func attempts(
        on subject: CertificateSubject, of project: ProjectID, _ tx: any ReadTransaction
    ) throws -> Int {
        try tx.row(
            """
            SELECT MAX(attempt) AS n FROM certificate WHERE model_id = \(subject.text) AND project_id = \(project)
            """)?.intIfAny("n") ?? 0
    }

    /// Ends a valid certificate.
    /// - Returns: false when it was not valid any more.
    public static func end(
        _ id: CertificateID, as state: Certificate.State, because reason: String, at now: Instant,
        in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE certificate SET state = \(state.rawValue), end_reason = \(reason), ended_at = \(now)
            WHERE id = \(id) AND state = 'valid'
            """) == 1
    }

    private static func certificate(_ row: Row) throws -> Certificate {
        Certificate(
            id: try row.id("id"), workspace: try row.id("workspace_id"), project: try row.id("project_id"),
            subject: CertificateSubject(text: try row.text("model_id")), binding: try row.text("binding"),
            attempt: try row.int("attempt"),
            state: try row.choice("state"), maxError: try row.double("max_error"),
            confidence: try row.double("confidence"),
            details: try Wire.decode(from: Array(try row.text("details").utf8)), issuedBy: try row.text("issued_by"),
            issuedAt: try row.instant("issued_at"), endedAt: try row.instantIfAny("ended_at"),
            endReason: try row.textIfAny("end_reason"))
    }
}
