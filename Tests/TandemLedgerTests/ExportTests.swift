import Crypto
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import Testing

/// Verifies an export as docs/ledger.md tells a third party to: with JSON and SHA-256, and nothing of ours.
private struct ThirdParty {
    var events = 0
    var withheld = 0
    var checkpoints = 0
    var broken: [String] = []
    var last: [String: String] = [:]
    var hashes: [String: String] = [:]

    init(_ lines: String) throws {
        for line in lines.split(separator: "\n") {
            let value = try JSONValue(parsing: String(line))
            switch value["type"]?.string {
            case "event":
                events += 1
                take(value, computed: digest(value))
            case "withheld":
                withheld += 1
                take(value, computed: value["hash"]?.string ?? "")
            case "checkpoint":
                checkpoints += 1
                let fields = [
                    "tandem-checkpoint-1", text(value, "number"), text(value, "id"), text(value, "at_ms"),
                    text(value, "heads"),
                ]
                var bytes = fields.flatMap { framed(Array(($0 ?? "").utf8)) }
                bytes += framed(Hex.bytes(value["prev"]?.string ?? ""))
                if Hex.text(SHA256.hash(data: bytes)) != value["hash"]?.string { broken.append("checkpoint") }
            default: break
            }
        }
    }

    private mutating func take(_ value: JSONValue, computed: String) {
        let chain = value["chain"]?.string ?? ""
        let seq = value["seq"]?.int ?? 0
        let place = "\(chain) \(seq)"
        if computed != value["hash"]?.string { broken.append(place) }
        if let last = last[chain], last != value["prev"]?.string { broken.append(place) }
        last[chain] = value["hash"]?.string
        hashes[place] = value["hash"]?.string
    }

    private func digest(_ value: JSONValue) -> String {
        var bytes: [UInt8] = []
        let names = [
            "chain", "seq", "id", "occurred_at_ms", "recorded_at_ms", "actor", "role", "workspace", "project", "kind",
            "subject", "correlation", "causation", "policy_version", "facts",
        ]
        for name in names { bytes += framed(text(value, name).map { Array($0.utf8) }) }
        bytes += framed(value["sealed"]?.string.flatMap(Hex.bytes))
        bytes += framed(text(value, "seal_key").map { Array($0.utf8) })
        bytes += framed(Hex.bytes(value["prev"]?.string ?? ""))
        return Hex.text(SHA256.hash(data: bytes))
    }

    private func text(_ value: JSONValue, _ name: String) -> String? {
        value[name]?.int.map(String.init) ?? value[name]?.string
    }

    private func framed(_ content: [UInt8]?) -> [UInt8] {
        let length = content.map { UInt64($0.count) } ?? .max
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) } + (content ?? [])
    }
}

@Suite struct ExportTests {
    private func export(
        _ world: LedgerWorld, project: ProjectID? = nil, workspace: WorkspaceID = LedgerWorld.workspace,
        from: Instant = Instant(milliseconds: 0), to: Instant = Instant(milliseconds: .max)
    ) async throws -> String {
        let scope = LedgerExport.Scope(workspace: workspace, project: project)
        var bytes: [UInt8] = []
        let export = try await world.database.read { try LedgerExport(scope: scope, from: from, to: to, $0) }
        var place: LedgerExport.Place? = .start
        while let here = place {
            let page = try await world.database.read { try export.page(at: here, $0) }
            bytes += page.bytes
            place = page.next
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: TestDatabases.engines)
    func `a third party verifies an export with SHA-256 alone`(_ engine: Dialect.Engine) async throws {
        try await LedgerWorld.with(engine) { world in
            try await world.append("x", to: "a", sealing: Sealing(about: "ada", ["name": "Ada \"L\" \u{1}ü"]))
            try await world.checkpoint()
            let text = try await export(world)
            let read = try ThirdParty(text)
            #expect(read.broken == [])
            #expect([read.events, read.withheld, read.checkpoints] == [21, 0, 3])
            #expect(text.hasSuffix("{\"type\":\"end\"}\n"))
            let head = try await world.database.read { try CheckpointStore.heads($0)["a"] }
            #expect(read.last["a"] == head.map { Hex.text($0.hash) })
            let edited = try ThirdParty(text.replacing("thing3", with: "thing4"))
            #expect(edited.broken.count == 4)
        }
    }

    @Test func `rows of others are given as hashes only and the chain still closes`() async throws {
        try await LedgerWorld.with { world in
            let text = try await export(world, workspace: WorkspaceID(rawValue: "wsp_other"))
            let read = try ThirdParty(text)
            #expect(read.broken == [])
            #expect([read.events, read.withheld] == [0, 20])
            #expect(!text.contains("thing"))
        }
    }

    @Test func `a period gives its rows without gaps`() async throws {
        try await LedgerWorld.with { world in
            let all = try await world.database.read { try EventStore.all($0) }.filter { $0.chain == "a" }
            let text = try await export(world, from: all[3].recordedAt, to: all[7].recordedAt)
            let read = try ThirdParty(text)
            #expect(read.hashes.keys.filter { $0.hasPrefix("a") }.sorted() == ["a 4", "a 5", "a 6", "a 7"])
            #expect(read.broken == [])
        }
    }

    @Test func `more rows than a page holds all come out once`() async throws {
        try await LedgerWorld.with { world in
            let actor = Actor.system(in: LedgerWorld.workspace)
            try await world.database.write { tx in
                let drafts = try (0..<2500).map { try EventDraft(.itemIngested, by: actor, subject: "many\($0)") }
                _ = try world.ledger.append(drafts, in: OtherWriter(inner: tx, writer: "b"))
            }
            let read = try ThirdParty(try await export(world))
            #expect(read.events == 2520)
            #expect(read.broken == [])
            #expect(try await world.verify().intact)
        }
    }
}
