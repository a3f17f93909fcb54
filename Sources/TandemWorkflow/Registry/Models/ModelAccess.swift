import TandemGovernance
import TandemLedger
import TandemRegistry

/// As `Permissions.require`, without telling those outside a project that there is such a model.
enum ModelAccess {
    /// The role in which the actor may do it.
    /// - Throws: `Problem` no_such_model or forbidden.
    @discardableResult
    static func require(_ action: Action, on model: ModelVersion, for actor: Actor) throws(Problem) -> Role? {
        if !actor.isSystem, actor.roles(in: model.project).isEmpty { throw Problem.noSuch("model", model.id.rawValue) }
        return try Permissions.require(action, in: model.project, for: actor)
    }
}
