import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// What else happens when the live model changes, in the very transaction of the change.
enum PromotionFollowUp {
    /// Voids the certificate, which was bound to the model before, and queues the reordering of the open label tasks by
    /// the new model's uncertainty.
    static func run(
        _ live: LiveModelRow, in project: Project, services: Services, as actor: Actor, now: Instant,
        tx: any WriteTransaction
    ) throws {
        try CertificateGuard.voidIfUnbound(project, services: services, as: actor, now: now, in: tx)
        let job = NewJob(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id,
            kind: ReprioritizeQueue.jobKind,
            input: ["model": .string(live.model.rawValue), "version": JSONValue(live.version)],
            seed: services.random.seed(), createdBy: Actor.system(in: project.workspace).id, createdAt: now)
        try JobStore.insert(job, in: tx)
        tx.hint("models")
    }
}
