import Crypto
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import Testing

@Suite struct SealingTests {
    private let details: JSONValue = ["name": "Ada Lovelace"]

    @Test(arguments: TestDatabases.engines)
    func `sealed details can be read until their subject is erased, and the chain verifies after`(
        _ engine: Dialect.Engine
    ) async throws {
        try await LedgerWorld.with(engine) { world in
            let event = try #require(
                try await world.append("x", to: "a", sealing: Sealing(about: "ada@example.org", details)))
            #expect(event.sealed?.isEmpty == false)
            #expect(try await world.database.read { try SubjectKeys.open(event, in: $0) } == details)
            try await world.checkpoint()
            let erased = try await world.database.write { tx in
                try SubjectKeys.erase(
                    subject: "ada@example.org", workspace: LedgerWorld.workspace, at: Instant(milliseconds: 9), in: tx)
            }
            #expect(erased == event.sealKey)
            #expect(try await world.database.read { try SubjectKeys.open(event, in: $0) } == nil)
            #expect(try await world.verify().intact)
            let left = try await world.database.read { try $0.rows("SELECT subject, secret FROM subject_key") }
            #expect(left.count == 1)
            #expect(try left[0].blobIfAny("secret") == nil)
            #expect(try left[0].text("subject").contains("ada") == false)
        }
    }

    @Test func `neither subject nor details stand in the event's row in the clear`() async throws {
        try await LedgerWorld.with { world in
            try await world.append("x", to: "a", sealing: Sealing(about: "ada@example.org", details))
            let row = try #require(
                try await world.database.read { try $0.row("SELECT * FROM event WHERE sealed IS NOT NULL") })
            #expect(!"\(row.values)".contains("ada"))
            let bytes = try row.blob("sealed")
            #expect(!String(decoding: bytes, as: UTF8.self).contains("Ada"))
        }
    }

    @Test func `a subject has one key, and a new one after it was erased`() async throws {
        try await LedgerWorld.with { world in
            let sealing = Sealing(about: "ada", details)
            let first = try await world.append("x", to: "a", sealing: sealing)
            let second = try await world.append("x", to: "b", sealing: sealing)
            #expect(first?.sealKey == second?.sealKey)
            #expect(first?.sealed != second?.sealed)
            _ = try await world.database.write { tx in
                try SubjectKeys.erase(
                    subject: "ada", workspace: LedgerWorld.workspace, at: Instant(milliseconds: 9), in: tx)
            }
            let third = try await world.append("x", to: "a", sealing: sealing)
            #expect(third?.sealKey != first?.sealKey)
        }
    }

    @Test func `sealed bytes moved to another event do not open`() async throws {
        try await LedgerWorld.with { world in
            let sealing = Sealing(about: "ada", details)
            let first = try #require(try await world.append("x", to: "a", sealing: sealing))
            let second = try #require(try await world.append("x", to: "a"))
            let draft = try EventDraft(.itemIngested, by: .system(in: LedgerWorld.workspace), subject: "x")
            let moved = Event(
                chain: "a", seq: second.seq, id: second.id, occurredAt: second.occurredAt,
                recordedAt: second.recordedAt, draft: draft, sealed: first.sealed, sealKey: first.sealKey,
                previous: second.previous)
            await #expect(throws: CryptoKitError.self) {
                try await world.database.read { try SubjectKeys.open(moved, in: $0) }
            }
        }
    }

    @Test func `erasing a subject nobody knows does nothing`() async throws {
        try await LedgerWorld.with { world in
            let erased = try await world.database.write { tx in
                try SubjectKeys.erase(
                    subject: "who", workspace: LedgerWorld.workspace, at: Instant(milliseconds: 9), in: tx)
            }
            #expect(erased == nil)
        }
    }
}
