import TandemLedger
import TandemStore
import TandemTestSupport
import Testing

@Suite struct AppendTests {
    @Test(arguments: TestDatabases.engines)
    func `events appended by many at once form one chain without gaps`(_ engine: Dialect.Engine) async throws {
        try await LedgerWorld.with(engine) { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<32 {
                    group.addTask {
                        for step in 0..<10 {
                            try await world.append("c\(client)s\(step)", to: client % 2 == 0 ? "a" : "b")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let report = try await world.verify()
            #expect(report.findings == [])
            #expect(report.events == 340)
            let subjects = try await world.database.read { try EventStore.all($0) }.map(\.subject)
            #expect(Set(subjects.filter { $0.hasPrefix("c") }).count == 320)
        }
    }

    @Test func `a transaction that fails leaves no event and moves no head`() async throws {
        try await LedgerWorld.with { world in
            let before = try await world.database.read { try CheckpointStore.heads($0) }
            await #expect(throws: CancellationError.self) {
                try await world.database.write { tx in
                    let draft = try EventDraft(
                        .itemIngested, by: .system(in: LedgerWorld.workspace), subject: "never")
                    try world.ledger.append([draft, draft], in: OtherWriter(inner: tx, writer: "a"))
                    throw CancellationError()
                }
            }
            #expect(try await world.database.read { try CheckpointStore.heads($0) } == before)
            #expect(try await world.verify().intact)
        }
    }

    @Test func `two different events never give the same bytes to hash`() throws {
        func hash(_ role: String, _ actor: String, project: ProjectID?) -> [UInt8] {
            Event(
                chain: "a", seq: 1, id: EventID(rawValue: "evt"), occurredAt: Instant(milliseconds: 1),
                recordedAt: Instant(milliseconds: 1),
                draft: EventDraft(
                    actor: actor, role: role, workspace: LedgerWorld.workspace, project: project, kind: "k",
                    subject: "s", correlation: nil, causation: nil, policyVersion: nil, facts: "{}"),
                sealed: nil, sealKey: nil, previous: EventHash.genesis
            ).hash
        }
        #expect(hash("ab", "c", project: nil) != hash("a", "bc", project: nil))
        #expect(hash("a", "b", project: nil) != hash("a", "b", project: ProjectID(rawValue: "")))
    }

    @Test func `the hash of an event is the one of docs-ledger's example`() {
        let event = Event(
            chain: "sqlite", seq: 1, id: EventID(rawValue: "evt_01hf7yat00000000000000000a"),
            occurredAt: Instant(milliseconds: 1_700_000_000_000), recordedAt: Instant(milliseconds: 1_700_000_000_000),
            draft: EventDraft(
                actor: "tandem", role: "system", workspace: LedgerWorld.workspace, project: nil,
                kind: "item.ingested", subject: "itm_1", correlation: nil, causation: nil, policyVersion: nil,
                facts: "{\"n\":1}"),
            sealed: nil, sealKey: nil, previous: EventHash.genesis)
        #expect(Hex.text(event.hash) == "c94af2cdb37f9b2329f14e65f6e9b9452cd9d4c825a46146272039030dd3bb4f")
    }
}
