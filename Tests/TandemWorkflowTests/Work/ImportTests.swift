import Synchronization
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct ImportTests {
    private func run(
        _ text: String, format: ImportItems.Format = .csv, name: String = "file", _ world: TestWorld,
        _ project: ProjectView
    ) async throws -> ImportView {
        try await ImportItems(world.services).run(
            .init(project: project.slug, name: name, format: format, bytes: Array(text.utf8)), as: world.administrator)
    }

    private func with(_ body: (TestWorld, ProjectView) async throws -> Void) async throws {
        try await TestWorld.with { world in try await body(world, try await world.project()) }
    }

    @Test func `bad records are set aside with line and column, the good ones are in`() async throws {
        try await with { world, project in
            let text =
                "id,amount,note\na,1,x\nb,NaN,x\nc,many,x\nd,4\n,5,x\na,6,other\ne,7,\"two\nlines\"\nf,inf,x\ng,9,x\n"
            let done = try await run(text, world, project)
            #expect(done.added == 3 && done.repeated == 0 && done.rejected == 6 && done.rowsRead == 9)
            #expect(done.problems.map(\.line) == [3, 4, 5, 6, 7, 10])
            #expect(done.problems.map(\.column) == ["amount", "amount", nil, "id", "id", "amount"])
            let page = try await ListItems(world.services).run(.init(project: project.slug), as: world.administrator)
            #expect(page.items.map(\.key) == ["a", "e", "g"])
        }
    }

    @Test func `bytes that are not UTF-8, a truncated one at the end too, cost their record only`() async throws {
        try await with { world, project in
            var bytes = Array("id,note\na,ok\nb,".utf8)
            bytes += [0xFF, 0xFE, 0x0A] + Array("c,ok\nd,".utf8) + [0xE2, 0x82]
            let done = try await ImportItems(world.services).run(
                .init(project: project.slug, name: "u", format: .csv, bytes: bytes), as: world.administrator)
            #expect(done.added == 2 && done.rejected == 2)
            #expect(done.problems.map(\.line) == [3, 5] && done.problems.map(\.column) == ["note", "note"])
        }
    }

    @Test func `JSON lines of the wrong kind are set aside`() async throws {
        try await with { world, project in
            let text = """
                {"id":"a","amount":1}
                {"id":"b","amount":"x"}
                [1,2]
                {"id":"c","amount":NaN}
                {"id":"d","color":"red"}
                {"id":"e","amount":2,"amount":3}
                {"id":"f","amount":null}
                """
            let done = try await run(text, format: .jsonl, world, project)
            #expect(done.added == 2 && done.rejected == 5)
            #expect(done.problems.map(\.line) == [2, 3, 4, 5, 6])
            #expect(done.problems.map(\.column) == ["amount", nil, nil, "color", nil])
        }
    }

    @Test func `a million columns are refused without being held`() async throws {
        try await with { world, project in
            let header = String(repeating: "c,", count: 1_000_000) + "c\n"
            let done = try await run(header + "1\n", world, project)
            #expect(done.added == 0 && done.rejected == 1 && done.problems.first?.line == 1)
        }
    }

    @Test func `a line of a gigabyte is skipped as it streams by`() async throws {
        try await with { world, project in
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            let number = Mutex(0)
            let bytes = AsyncThrowingStream<[UInt8], any Error> {
                let turn = number.withLock { number in
                    number += 1
                    return number
                }
                switch turn {
                case 1: return Array("id,amount\na,1\nlong,".utf8)
                case 2...1025: return piece
                case 1026: return Array("\nb,2\n".utf8)
                default: return nil
                }
            }
            let before = try Memory.peak()
            let done = try await ImportItems(world.services).run(
                .init(project: project.slug, name: "g", format: .csv, bytes: bytes), as: world.administrator)
            #expect(done.added == 2 && done.rejected == 1 && done.problems.map(\.line) == [3])
            #expect(try Memory.peak() - before < 200_000_000)
        }
    }

    @Test func `the same file again adds nothing, under the same name and under another`() async throws {
        try await with { world, project in
            let text = "id,amount\n" + (0..<20).map { "k\($0),\($0)\n" }.joined()
            #expect(try await run(text, world, project).added == 20)
            let same = try await run(text, world, project)
            #expect(same.added == 20 && same.rowsRead == 20 && same.state == .done)
            let other = try await run(text, name: "other", world, project)
            #expect(other.added == 0 && other.repeated == 20 && other.rejected == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM item") == 20)
            #expect(try await world.count("SELECT count(*) AS n FROM task") == 20)
            let reused = await #expect(throws: Problem.self) { try await run("id,amount\nz,1\n", world, project) }
            #expect(reused?.code == "import_name_used")
            #expect(try await world.count("SELECT count(*) AS n FROM item") == 20)
        }
    }

    @Test func `an import that broke off goes on where it stopped`() async throws {
        try await with { world, project in
            let lines = (0..<12_000).map { "k\($0),\($0)\n" }
            let text = "id,amount\n" + lines.joined()
            struct Cut: Error {}
            let turn = Mutex(0)
            let broken = AsyncThrowingStream<[UInt8], any Error> {
                let number = turn.withLock { turn in
                    turn += 1
                    return turn
                }
                guard number == 1 else { throw Cut() }
                return Array(text.utf8.prefix(text.utf8.count * 3 / 4))
            }
            await #expect(throws: Cut.self) {
                try await ImportItems(world.services).run(
                    .init(project: project.slug, name: "file", format: .csv, bytes: broken), as: world.administrator)
            }
            let read = try await world.count("SELECT rows_read AS n FROM item_import")
            #expect(read > 0 && read < 12_000 && read % ImportItems.chunk == 0, "\(read)")
            let done = try await run(text, world, project)
            #expect(done.added == 12_000 && done.rowsRead == 12_000 && done.repeated == 0 && done.rejected == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'items.imported'") == 12)
            let waiting = try await QueueStatus(world.services).run(
                .init(project: project.slug), as: world.administrator)
            #expect(waiting.items == 12_000 && waiting.waiting["label"] == 12_000)
        }
    }

    @Test func `what was exported holds items, labels and votes, and is read back as it was`() async throws {
        try await with { world, project in
            _ = try await run("id,amount,note\na,1,\"x, y\"\nb,2.5,=1+1\n", world, project)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            try await world.answerNext("yes", in: project, as: ann)
            world.clock.move(seconds: 30)
            try await world.settle()
            var bytes: [UInt8] = []
            let file = try await ExportItems(world.services).run(
                .init(project: project.slug, format: .jsonl), as: world.administrator)
            for try await piece in file { bytes += piece }
            var reader = JSONLReader()
            let rows = try reader.readAll(bytes).rows.map(\.values)
            #expect(rows.map { $0["id"] } == ["a", "b"] && rows.map { $0["amount"] } == [1, 2.5])
            #expect(rows[0]["label"] == "yes" && rows[1]["label"] == nil)
            #expect(rows[0]["votes"]?.array?.first?["value"] == ["kind": "choice", "version": 1, "value": "yes"])
            var table: [UInt8] = []
            let csv = try await ExportItems(world.services).run(.init(project: project.slug), as: world.administrator)
            for try await piece in csv { table += piece }
            #expect(String(decoding: table, as: UTF8.self).contains("'=1+1"), "no formula for a spreadsheet")
        }
    }
}
