import TandemStore
import TandemTestSupport
import Testing

private final class Seen: Note {
    var versions: [Int] = []

    init() {}
}

/// What a connection remembers, and when it must not.
struct NoteTests {
    @Test func `the writer remembers from one transaction to the next`() async throws {
        try await withFixture(.sqlite) { database in
            for version in 1...3 {
                let seen = try await database.write { tx in
                    tx.notes.of(Seen.self).versions.append(version)
                    return tx.notes.of(Seen.self).versions
                }
                #expect(seen == Array(1...version))
            }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `what a transaction that was undone has noted is forgotten`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            for _ in 0..<20 {
                _ = try? await database.write { tx in
                    try tx.run("UPDATE counter SET n = n + 1")
                    tx.notes.of(Seen.self).versions.append(1)
                    throw Refusal()
                }
            }
            for _ in 0..<20 {
                let seen = try await database.write { tx in tx.notes.of(Seen.self).versions }
                #expect(seen == [])
            }
        }
    }
}
