import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Writes a period of the ledger as JSON Lines that a third party can verify; see docs/ledger.md.
///
/// Rows outside the project or workspace are given as place and hashes only, so that the chain still closes.
public struct ExportLedger: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// One project, or nil for the whole workspace.
        public let project: ProjectID?
        /// Rows recorded from this moment on; nil for the beginning.
        public let from: Instant?
        /// Rows recorded before this moment; nil for now.
        public let to: Instant?

        /// What is asked.
        public init(project: ProjectID? = nil, from: Instant? = nil, to: Instant? = nil) {
            self.project = project
            self.from = from
            self.to = to
        }
    }

    /// Chunks of whole lines, made as they are taken: nothing piles up for a slow reader.
    public typealias Output = AsyncThrowingStream<[UInt8], any Error>

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Begins the export and notes in the ledger that it was asked for.
    /// - Throws: `Problem` with code `role_missing` or `no_such_project`; `StoreError`, also while the chunks are taken.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.exportLedger, in: input.project, for: actor)
        let from = input.from ?? Instant(milliseconds: 0)
        let to = input.to ?? services.clock.now.adding(milliseconds: 1)
        let scope = LedgerExport.Scope(workspace: actor.workspace, project: input.project)
        let export = try await services.database.read { tx in
            try LedgerExport(scope: scope, from: from, to: to, tx)
        }
        let note = try EventDraft(
            .ledgerExported, by: actor, as: role, project: input.project,
            subject: (input.project?.rawValue ?? actor.workspace.rawValue),
            facts: ["from_ms": JSONValue(from.milliseconds), "to_ms": JSONValue(to.milliseconds)])
        try await services.database.write { tx in _ = try services.ledger.append([note], in: tx) }
        let pages = Pages(export, services.database)
        return AsyncThrowingStream { try await pages.next() }
    }

    private actor Pages {
        private let export: LedgerExport
        private let database: any Database
        private var place: LedgerExport.Place? = .start

        init(_ export: LedgerExport, _ database: any Database) {
            self.export = export
            self.database = database
        }

        func next() async throws -> [UInt8]? {
            while let here = place {
                let export = export
                let page = try await database.read { tx in try export.page(at: here, tx) }
                place = page.next
                if !page.bytes.isEmpty { return page.bytes }
            }
            return nil
        }
    }
}
