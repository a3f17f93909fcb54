import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// What else happens when the live model changes, in the very transaction of the change.
enum PromotionFollowUp {
    /// Queues the reordering of the open label tasks by the new model's uncertainty.
    ///
    /// The certificate belongs to the old model and has to be voided here: once TandemWorkflow/Oversight is merged, the
    /// first line calls `CertificateGuard.voidIfUnbound(project, in: tx)`. Until then the guard's other half holds: a
    /// decision under a certificate that is bound to another model goes to people.
    static func run(
        _ live: LiveModelRow, in project: Project, services: Services, as actor: Actor, now: Instant,
        tx: any WriteTransaction
    ) throws {
        let job = NewJob(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id,
            kind: ReprioritizeQueue.jobKind,
            input: ["model": .string(live.model.rawValue), "version": JSONValue(live.version)],
            seed: services.random.seed(), createdBy: Actor.system(in: project.workspace).id, createdAt: now)
        try JobStore.insert(job, in: tx)
        tx.hint("models")
    }
}
