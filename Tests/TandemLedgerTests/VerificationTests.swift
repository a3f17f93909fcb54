import Crypto
import TandemLedger
import TandemStore
import TandemTestSupport
import Testing

@Suite struct VerificationTests {
    private func first(
        _ engine: Dialect.Engine = .sqlite, anchored: Bool = true,
        after tampering: @escaping @Sendable (any WriteTransaction) throws -> Void
    ) async throws -> LedgerFinding? {
        var found: LedgerFinding?
        try await LedgerWorld.with(engine) { world in
            try await world.tamper(tampering)
            found = try await world.verify(anchored: anchored).findings.first
        }
        return found
    }

    @Test(arguments: TestDatabases.engines)
    func `a ledger that nobody touched is intact`(_ engine: Dialect.Engine) async throws {
        try await LedgerWorld.with(engine) { world in
            let report = try await world.verify()
            #expect(report.findings == [])
            #expect(report.intact)
            #expect([report.events, report.chains, report.checkpoints, report.anchored] == [20, 2, 2, 2])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the database refuses to update or delete events and checkpoints`(_ engine: Dialect.Engine) async throws {
        let statements: [SQL] = [
            "UPDATE event SET facts = '{}'", "DELETE FROM event", "UPDATE checkpoint SET heads = '{}'",
            "DELETE FROM checkpoint", "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        ]
        try await LedgerWorld.with(engine) { world in
            for statement in statements {
                if engine == .postgres, statement == statements[4] { continue }
                await #expect(throws: StoreError.self) { try await world.database.write { try $0.run(statement) } }
            }
            let report = try await world.verify()
            #expect(report.intact)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `an edited row is named`(_ engine: Dialect.Engine) async throws {
        let finding = try await first(engine) { tx in
            try tx.run("UPDATE event SET facts = '{\"n\":2}' WHERE chain = 'b' AND seq = 4")
        }
        #expect(finding?.fault == .edited)
        #expect(finding?.chain == "b")
        #expect(finding?.seq == 4)
        #expect(finding?.event != nil)
    }

    @Test func `every column of a row is covered`() async throws {
        let edits: [SQL] = [
            "id = 'evt_x'", "occurred_at = 1", "recorded_at = 1", "actor = 'x'", "role = 'x'", "workspace_id = 'x'",
            "project_id = 'x'", "kind = 'x'", "subject = 'x'", "correlation = 'x'", "causation = 'x'",
            "policy_version = 'x'", "facts = 'x'", "sealed = x'00'", "seal_key = 'x'",
            "prev = x'0000000000000000000000000000000000000000000000000000000000000000'", "hash = x'00'",
        ]
        try await LedgerWorld.with { world in
            for edit in edits {
                let finding = try await altered(world, edit)
                #expect(finding?.seq == 4, "\(edit)")
                #expect(finding?.fault == .edited, "\(edit)")
            }
        }
    }

    /// What verification says of row 4 with one column set to something else, inside a transaction that is undone.
    private func altered(_ world: LedgerWorld, _ edit: SQL) async throws -> LedgerFinding? {
        struct Undo: Error { let finding: LedgerFinding? }
        do {
            try await world.tamper { tx in
                try tx.run("UPDATE event SET \(edit) WHERE chain = 'a' AND seq = 4")
                let verifier = LedgerVerifier(trustedKeys: [], anchor: nil)
                throw Undo(finding: try verifier.verify(tx).findings.first)
            }
        } catch let undo as Undo {
            return undo.finding
        }
        return nil
    }

    @Test func `a row edited together with its hash is named through the row after it`() async throws {
        let finding = try await first(anchored: false) { tx in
            try tx.run("UPDATE event SET facts = '{\"n\":2}' WHERE chain = 'a' AND seq = 4")
            let before = try EventStore.all(tx)
            try LedgerWorld.rehash("a", from: 4, in: tx)
            // Only row 4 keeps its new hash.
            for event in before where event.chain == "a" && event.seq > 4 {
                try tx.run(
                    """
                    UPDATE event SET prev = \(event.previous), hash = \(event.hash)
                    WHERE chain = 'a' AND seq = \(event.seq)
                    """)
            }
        }
        #expect(finding?.fault == .replaced)
        #expect(finding?.seq == 4)
    }

    @Test(arguments: TestDatabases.engines)
    func `a deleted row is named`(_ engine: Dialect.Engine) async throws {
        let finding = try await first(engine) { tx in try tx.run("DELETE FROM event WHERE chain = 'a' AND seq = 6") }
        #expect(finding?.fault == .missing)
        #expect(finding?.seq == 6)
    }

    @Test func `two rows that changed places are named`() async throws {
        let finding = try await first { tx in
            try tx.run("UPDATE event SET seq = 1000 WHERE chain = 'a' AND seq = 6")
            try tx.run("UPDATE event SET seq = 6 WHERE chain = 'a' AND seq = 7")
            try tx.run("UPDATE event SET seq = 7 WHERE chain = 'a' AND seq = 1000")
        }
        #expect(finding?.fault == .reordered)
        #expect(finding?.seq == 6)
        #expect(finding?.message.contains("place 7") == true)
    }

    @Test(arguments: [false, true])
    func `a tail cut off is named, also when the head was set back`(_ isHeadSetBack: Bool) async throws {
        let finding = try await first { tx in
            try tx.run("DELETE FROM event WHERE chain = 'a' AND seq > 8")
            if isHeadSetBack { try LedgerWorld.rehash("a", from: 9, in: tx) }
        }
        #expect(finding?.fault == .truncated)
        #expect(finding?.seq == 9)
    }

    @Test(arguments: [false, true])
    func `a lost chain is named, also when its head is gone`(_ isHeadGone: Bool) async throws {
        let finding = try await first { tx in
            try tx.run("DELETE FROM event WHERE chain = 'b'")
            if isHeadGone { try tx.run("DELETE FROM chain_head WHERE chain = 'b'") }
        }
        #expect(finding?.fault == .lostChain)
        #expect(finding?.chain == "b")
    }

    @Test func `a head that is gone or names another row is named`() async throws {
        #expect(try await first { tx in try tx.run("DELETE FROM chain_head WHERE chain = 'b'") }?.fault == .head)
        #expect(try await first { tx in try tx.run("UPDATE chain_head SET seq = 9 WHERE chain = 'b'") }?.fault == .head)
        let other = try await first { tx in try tx.run("UPDATE chain_head SET hash = x'00' WHERE chain = 'b'") }
        #expect(other?.fault == .replaced)
        #expect(other?.seq == 10)
    }

    @Test func `history rewritten with all its hashes is found by the checkpoint`() async throws {
        let finding = try await first(anchored: false) { tx in
            try tx.run("UPDATE event SET facts = '{\"n\":2}' WHERE chain = 'a' AND seq = 3")
            try LedgerWorld.rehash("a", from: 3, in: tx)
        }
        #expect(finding?.fault == .rewritten)
        #expect(finding?.seq == 5)
        #expect(finding?.checkpoint == 1)
    }

    @Test func `a checkpoint that was edited, deleted or signed by another is named`() async throws {
        let edited = try await first { tx in try tx.run("UPDATE checkpoint SET at = 1 WHERE number = 2") }
        #expect(edited?.fault == .checkpointEdited)
        let gone = try await first(anchored: false) { tx in try tx.run("DELETE FROM checkpoint WHERE number = 1") }
        #expect(gone?.fault == .checkpointMissing)
        #expect(gone?.checkpoint == 1)
        let cut = try await first { tx in try tx.run("DELETE FROM checkpoint WHERE number = 2") }
        #expect(cut?.fault == .checkpointMissing)
        #expect(cut?.checkpoint == 2)
        let signature = try await first { tx in
            try tx.run("UPDATE checkpoint SET signature = \([UInt8](repeating: 1, count: 64)) WHERE number = 1")
        }
        #expect(signature?.fault == .checkpointForged)
    }

    @Test func `history rewritten with new checkpoints of another key is found by key and by anchor`() async throws {
        try await LedgerWorld.with { world in
            let other = try InstanceKeys.generate(from: SeededRandomSource(seed: 99))
            try await world.tamper { tx in
                try tx.run("UPDATE event SET facts = '{\"n\":2}' WHERE chain = 'a' AND seq = 3")
                try LedgerWorld.rehash("a", from: 3, in: tx)
                try tx.run("DELETE FROM checkpoint")
                let forged = try Checkpoint(
                    after: nil, id: "chk_forged", at: Instant(milliseconds: 5), heads: CheckpointStore.heads(tx),
                    signedWith: other.checkpoint)
                _ = try CheckpointStore.insert(forged, in: tx)
            }
            let faults = try await world.verify().findings.map(\.fault)
            #expect(faults == [.checkpointForged, .anchorMismatch, .checkpointMissing])
            let stolenKey = LedgerVerifier(trustedKeys: [world.keys.publicKey, other.publicKey], anchor: world.anchor)
            let later = try await world.database.read { try stolenKey.verify($0).findings.map(\.fault) }
            #expect(later == [.anchorMismatch, .checkpointMissing], "even whoever has the key cannot undo the anchor")
        }
    }

    @Test func `an anchor that was edited is not believed`() async throws {
        try await LedgerWorld.with { world in
            world.anchor.replace(0, with: Array("{}".utf8))
            let report = try await world.verify()
            #expect(report.findings.map(\.fault) == [.anchorMalformed])
        }
    }
}
