import TandemLedger
import TandemStore

/// Makes sure that a project is one of the workspace's, for use cases that need nothing else of it.
enum ProjectPresence {
    /// - Throws: `Problem` with code `no_such_project`.
    static func require(_ project: ProjectID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws {
        let found = try tx.row("SELECT id FROM project WHERE id = \(project) AND workspace_id = \(workspace)")
        if found == nil { throw Problem.noSuch("project", project.rawValue) }
    }
}
