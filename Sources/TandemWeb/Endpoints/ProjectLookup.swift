import TandemLedger
import TandemStore
import TandemWork
import TandemWorkflow

/// Finds a project by what stands in an address: its slug or its id.
enum ProjectLookup {
    static func find(_ name: String, for actor: Actor, _ services: Services) async throws -> Project {
        try await services.database.read { tx in try ProjectStore.find(name, in: actor.workspace, tx) }
    }
}
