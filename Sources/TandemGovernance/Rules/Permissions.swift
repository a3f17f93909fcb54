import TandemLedger

/// Decides whether an actor may do something; asked at the start of every use case, so every way in obeys alike.
public enum Permissions {
    /// The role in which the actor may do it.
    ///
    /// Somebody without any role in a project learns nothing of its existence. Tandem itself may do everything: its
    /// jobs and deadlines were asked for by somebody who might.
    /// - Throws: `Problem` not_found or forbidden.
    @discardableResult
    public static func require(_ action: Action, in project: ProjectID?, for actor: Actor) throws(Problem) -> Role? {
        if actor.isSystem { return nil }
        if let role = role(for: action, in: project, of: actor) { return role }
        let held = project.map { actor.roles(in: $0) } ?? (actor.isAdministrator ? [.administrator] : [])
        if let project, held.isEmpty { throw .noSuch("project", project.rawValue) }
        let needed = action.roles.map(\.rawValue).sorted().joined(separator: ", ")
        throw Problem(
            .forbidden, "role_missing", "This needs one of the roles \(needed) here; ask an administrator.",
            facts: ["action": action.rawValue])
    }

    /// The role in which a person may do it; nil when they may not.
    public static func role(for action: Action, in project: ProjectID?, of actor: Actor) -> Role? {
        let held = project.map { actor.roles(in: $0) } ?? (actor.isAdministrator ? [.administrator] : [])
        guard !held.isEmpty, let allowed = allowed[action] else { return nil }
        return allowed.first(where: held.contains)
    }

    /// The roles of each action in the order of `Role`, made once: every request asks.
    private static let allowed: [Action: [Role]] = Dictionary(
        uniqueKeysWithValues: Action.allCases.map { action in
            (action, Role.allCases.filter(action.roles.contains))
        })
}
