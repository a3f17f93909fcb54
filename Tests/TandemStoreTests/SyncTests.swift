import Foundation
import Synchronization
import TandemTestSupport
import Testing

@testable import TandemSQLite
@testable import TandemStore

/// Nobody is told of a commit before it is durable: the part of SQLite's driver that waits for the disk.
struct SyncTests {
    /// A disk that the test holds on to.
    private final class Disk: Sendable {
        let asked = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        let isBroken = Mutex(false)

        func sync() throws {
            asked.signal()
            done.wait()
            if isBroken.withLock({ $0 }) { throw StoreError.unavailable("broken") }
        }
    }

    @Test func `who waits for a commit, and who may have seen it, hears after its sync`() throws {
        let disk = Disk()
        let told = Told()
        let sync = LogSync { try disk.sync() }
        let thread = Thread { sync.serve {} }
        thread.start()
        sync.whenDurable { told.add($0 == nil ? "reader of old things" : "lost") }
        try sync.commit {}
        sync.whenDurable { told.add($0 == nil ? "writer" : "lost") }
        sync.whenDurable { told.add($0 == nil ? "reader of new things" : "lost") }
        sync.wake()
        disk.asked.wait()
        #expect(told.all == ["reader of old things"])
        #expect(sync.isBusy)
        try sync.commit {}  // too late for the sync that is on its way
        let second = DispatchSemaphore(value: 0)
        sync.whenDurable { _ in second.signal() }
        sync.wake()
        disk.done.signal()
        disk.asked.wait()
        // Those who waited for one sync hear of it in no particular order.
        #expect(told.all.sorted() == ["reader of new things", "reader of old things", "writer"])
        #expect(second.wait(timeout: .now()) == .timedOut)
        disk.done.signal()
        second.wait()
        #expect(!sync.isBusy)
        sync.close()
    }

    @Test func `a sync that fails is told to everybody, from then on`() throws {
        let disk = Disk()
        let told = Told()
        let sync = LogSync { try disk.sync() }
        disk.isBroken.withLock { $0 = true }
        disk.done.signal()
        try sync.commit {}
        sync.whenDurable { told.add($0 == nil ? "durable" : "lost") }
        sync.syncHere()
        sync.whenDurable { told.add($0 == nil ? "durable" : "lost") }
        #expect(told.all == ["lost", "lost"])
        #expect(throws: StoreError.self) { try sync.check() }
    }

    @Test func `a commit that fails is synced all the same, for it may have happened`() throws {
        let syncs = Told()
        let sync = LogSync { syncs.add("sync") }
        let over = DispatchSemaphore(value: 0)
        let thread = Thread {
            sync.serve {}
            over.signal()
        }
        thread.start()
        #expect(throws: Refusal.self) { try sync.commit { throw Refusal() } }
        sync.close()
        over.wait()
        #expect(syncs.all == ["sync"])
        #expect(!sync.isBusy)
    }

    @Test func `a transaction larger than the cache is stored whole, or undone whole`() async throws {
        try await TestDatabases.withPlace(.sqlite) { place in
            let database = try place.open(migrations: fixture)
            let big = [UInt8](repeating: 7, count: 1 << 20)
            for round in 0..<3 {
                let first = round * 30
                _ = try? await database.write { tx in
                    for id in first..<(first + 30) { try tx.run("INSERT INTO val (id, b) VALUES (\(id), \(big))") }
                    if round == 1 { throw Refusal() }
                }
                try await database.log(round)
            }
            // Through another connection, which sees only what was handed to the kernel.
            let other = try place.open(migrations: fixture)
            #expect(try await other.number("SELECT count(*) FROM val") == 60)
            #expect(try await other.number("SELECT sum(length(b)) FROM val") == 60 << 20)
            let state = try await other.read { try $0.row("PRAGMA integrity_check")?.values.first }
            #expect(state == .text("ok"))
            await other.close()
            await database.close()
        }
    }
}

/// What was said, in order.
private final class Told: Sendable {
    private let words = Mutex<[String]>([])

    var all: [String] { words.withLock { $0 } }

    func add(_ word: String) { words.withLock { $0.append(word) } }
}
