import Foundation
import TandemGovernance
import TandemLedger
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct CheckpointTests {
    private func with(_ body: (PeopleWorld, AnchorFile, String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/anchor.jsonl"
        let anchor = AnchorFile(path: path)
        try await PeopleWorld.with(anchor: anchor) { world in try await body(world, anchor, path) }
    }

    private func make(_ world: PeopleWorld) async throws -> MakeCheckpoint.Output {
        try await MakeCheckpoint(world.services).run(
            MakeCheckpoint.Input(), as: .system(in: world.administrator.workspace))
    }

    @Test func `a checkpoint is made when there is news and stands in the anchor file`() async throws {
        try await with { world, _, path in
            let first = try await make(world)
            #expect(first.made)
            #expect(first.number == 1)
            #expect(first.anchored == 1)
            let idle = try await make(world)
            #expect(!idle.made)
            #expect(idle.number == 1)
            #expect(idle.anchored == 0)
            _ = try await world.person("ada")
            #expect(try await make(world).number == 2)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.split(separator: "\n").count == 2)
            let report = try await VerifyLedger(world.services).run(VerifyLedger.Input(), as: world.administrator)
            #expect(report.intact)
            #expect(report.checkpoints == 2)
            #expect(report.anchored == 2)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `what was not anchored is anchored by the next run, and a torn line is mended`() async throws {
        try await with { world, _, path in
            _ = try await make(world)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            let torn = try await VerifyLedger(world.services).run(VerifyLedger.Input(), as: world.administrator)
            #expect(torn.intact)
            #expect(torn.anchored == 0)
            #expect(try await make(world).anchored == 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
        }
    }

    @Test func `servers that make checkpoints at once never give a number twice`() async throws {
        try await with { world, _, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        let token = CreateToken.Input(CreateToken.Body(name: "t\(index)"))
                        _ = try await CreateToken(world.services).run(token, as: world.administrator)
                        _ = try await make(world)
                    }
                }
                try await group.waitForAll()
            }
            let report = try await VerifyLedger(world.services).run(VerifyLedger.Input(), as: world.administrator)
            #expect(report.findings == [])
            #expect(report.checkpoints >= 1)
        }
    }

    @Test func `lines longer than a reading step come back whole`() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let anchor = AnchorFile(path: folder.path + "/anchor.jsonl")
        #expect(try anchor.lastLine() == nil)
        let lines = [10, 70_000, 5000].map { [UInt8](repeating: 120, count: $0) }
        for line in lines { try anchor.append(line + [10]) }
        var read: [[UInt8]] = []
        try anchor.forEachLine { read.append($0) }
        #expect(read == lines)
        #expect(try anchor.lastLine() == lines.last)
    }

    @Test func `the key file is made once, for its owner's eyes, and an exposed or broken one is refused`() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/keys.json"
        let made = try InstanceKeysFile.loadOrCreate(path, random: SeededRandomSource(seed: 1))
        let again = try InstanceKeysFile.loadOrCreate(path, random: SeededRandomSource(seed: 2))
        #expect(made.publicKey == again.publicKey)
        #expect(made.coin == again.coin)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys.json"])
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect {
            try InstanceKeysFile.load(path)
        } throws: { ($0 as? Problem)?.code == "instance_keys_exposed" }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        #expect {
            try InstanceKeysFile.load(path)
        } throws: { ($0 as? Problem)?.code == "instance_keys_malformed" }
    }

    @Test func `an export by a project's reader withholds what is not theirs and is noted`() async throws {
        try await with { world, _, _ in
            let project = try await world.project("p")
            let person = try await world.person("lex")
            let account = try #require(person.account)
            _ = try await GrantRole(world.services).run(
                GrantRole.Input(project: project, account: account, role: .legal), as: world.administrator)
            let lex = try await Authenticate(world.services).person("lex@example.org")
            var text = ""
            let export = try await ExportLedger(world.services).run(ExportLedger.Input(project: project), as: lex)
            for try await chunk in export { text += String(decoding: chunk, as: UTF8.self) }
            let types = ["\"type\":\"event\"", "\"type\":\"withheld\""].map { text.ranges(of: $0).count }
            #expect(types[0] == 2)
            #expect(types[1] == 3)
            #expect(try await world.events().last?.kind == "ledger.exported")
            await #expect(throws: Problem.self) {
                _ = try await ExportLedger(world.services).run(ExportLedger.Input(), as: lex)
            }
        }
    }
}
