import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// What every use case on tasks asks first.
enum WorkAccess {
    /// The worker behind an actor.
    static func worker(of actor: Actor) throws(Problem) -> WorkerID {
        guard let worker = actor.worker else {
            throw Problem(.forbidden, "no_worker", "Only a person or program that is a worker here can hold tasks.")
        }
        return worker
    }

    /// A project by id or slug, if the actor may do this in it.
    static func project(
        _ idOrSlug: String, for action: Action, as actor: Actor, _ tx: any ReadTransaction
    ) throws -> (project: Project, role: Role?) {
        let project = try ProjectStore.find(idOrSlug, in: actor.workspace, tx)
        do {
            return (project, try Permissions.require(action, in: project.id, for: actor))
        } catch let problem where problem.kind == .notFound {
            throw Problem.noSuch("project", idOrSlug)  // in the words of the caller
        }
    }

    /// The kinds of tasks an actor may claim, in the order they are served.
    static func kinds(for actor: Actor, in project: Project, wanted: Set<TaskKind>?) throws(Problem) -> [TaskKind] {
        let isExpert = actor.isSystem || Permissions.role(for: .claimReviewTask, in: project.id, of: actor) != nil
        if !isExpert { try Permissions.require(.claimLabelTask, in: project.id, for: actor) }
        let allowed: [TaskKind] = isExpert ? [.approve, .adjudicate, .review, .label] : [.label]
        guard let wanted else { return allowed }
        return allowed.filter(wanted.contains)
    }

    /// The role in which an actor works on tasks of a kind, as events tell it.
    static func role(of actor: Actor, for kind: TaskKind, in project: ProjectID) -> Role? {
        let held = actor.roles(in: project)
        if kind != .label || !held.contains(.annotator) { return held.contains(.expert) ? .expert : nil }
        return .annotator
    }
}
