import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemWorkflow

/// What the house does again and again while it is open.
enum Errands {
    static func all(_ services: Services, jobs: JobRunner, allowed: [NetworkRange]) -> [Ticker.Errand] {
        let messages = DeliverMessages(services, sender: WebhookSender(allowed: allowed))
        return [
            .init("expire leases", every: .seconds(1)) {
                try await everywhere(services) { _ = try await ExpireLeases(services).run(.init(), as: $0) }
            },
            .init("settle answered tasks", every: .milliseconds(500)) {
                try await everywhere(services) { _ = try await ResolveDue(services).run(.init(), as: $0) }
            },
            .init("close overdue decisions", every: .seconds(1)) {
                try await everywhere(services) { _ = try await CloseOverdue(services).run(.init(), as: $0) }
            },
            .init("ask for fits of aggregators", every: .seconds(30)) {
                try await everywhere(services) { _ = try await FitDue(services).run(.init(), as: $0) }
            },
            .init("deliver messages", every: .seconds(1)) { _ = try await messages.run() },
            .init("run jobs", every: .milliseconds(500)) { try await jobs.tick() },
            .init("make a checkpoint", every: .seconds(60)) {
                try await everywhere(services) { _ = try await MakeCheckpoint(services).run(.init(), as: $0) }
            },
        ]
    }

    /// Does something as Tandem itself in each workspace.
    static func everywhere(_ services: Services, _ work: (Actor) async throws -> Void) async throws {
        let workspaces = try await services.database.read { tx in
            try tx.rows("SELECT id FROM workspace").map { WorkspaceID(rawValue: try $0.text("id")) }
        }
        for workspace in workspaces { try await work(.system(in: workspace)) }
    }
}
