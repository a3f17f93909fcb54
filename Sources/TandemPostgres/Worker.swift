import Foundation
import TandemStore

/// What one thread does with one connection: a transaction after the other, reconnecting when it is lost.
///
/// Writes run at READ COMMITTED: whoever decides on what it read locks those rows first (`Dialect.rowLock`,
/// `Dialect.claimLock`) or leans on a constraint. Deadlocks and serialization failures are run again. A connection
/// lost before COMMIT was sent is replaced and the body run again; lost during COMMIT, nobody knows whether it
/// happened, and the caller is told `StoreError.unavailable`. Reads run at REPEATABLE READ, READ ONLY.
final class Worker {
    enum Job: Sendable {
        case read(Pending<any ReadTransaction>)
        case write(Pending<any WriteTransaction>)
    }
    private enum Kind: String {
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case write = "BEGIN ISOLATION LEVEL READ COMMITTED"
    }
    private enum Outcome {
        case done([String])
        case failed(any Error)
        /// Nothing happened; the same may succeed now.
        case again(any Error)
    }

    private static let mostTries = 8
    private let url: String
    private let queue: JobQueue<Job>
    private let hints: HintChannel
    private let tally: ActivityTally
    private let intercept: (@Sendable (String) throws -> Void)?
    private var connection: Connection?
    private var writer = ""

    init(
        url: String, queue: JobQueue<Job>, hints: HintChannel, tally: ActivityTally,
        intercept: (@Sendable (String) throws -> Void)?
    ) {
        self.url = url
        self.queue = queue
        self.hints = hints
        self.tally = tally
        self.intercept = intercept
    }

    /// Serves the queue until it is closed and empty.
    func serve() {
        while let job = queue.next() {
            switch job {
            case .read(let member): run(.read, member) { $0 }
            case .write(let member): run(.write, member) { $0 }
            }
        }
    }

    private func run<View>(_ kind: Kind, _ member: Pending<View>, _ view: (Transaction) -> View) {
        for attempt in 1... {
            switch tryOnce(kind, member, view) {
            case .done(let topics):
                if kind == .write { tally.note(writes: 1) }
                hints.send(topics)
                return member.reply(nil)
            case .failed(let error): return member.reply(error)
            case .again(let error):
                if attempt == Self.mostTries { return member.reply(error) }
                // 2, 4, 8 … ms after a conflict, a quarter of a second in all; ten times as long for a server to return
                usleep(UInt32((connection == nil ? 10_000 : 1_000) << attempt))
            }
        }
    }

    private func tryOnce<View>(
        _ kind: Kind, _ member: Pending<View>, _ view: (Transaction) -> View
    ) -> Outcome {
        let connection: Connection
        do {
            connection = try connected()
            connection.intercept = kind == .write ? intercept : nil
            try connection.control(kind.rawValue)
        } catch {
            let wasLost = self.connection?.isAlive != true
            leave()
            return wasLost ? .again(error) : .failed(error)
        }
        let transaction = Transaction(connection, writer: kind == .write ? writer : "")
        do {
            defer { transaction.end() }
            try member.attempt(view(transaction))
            if transaction.failure == nil { try transaction.deferrals.write(in: transaction) }
            if let failure = transaction.failure { throw failure }
        } catch {
            let wasLost = !connection.isAlive
            leave()
            if let failure = transaction.failure, wasLost || isTransient(failure) { return .again(failure) }
            return .failed(error)
        }
        return commit(connection, transaction.topics)
    }

    private func commit(_ connection: Connection, _ topics: [String]) -> Outcome {
        do {
            let done = try connection.control("COMMIT")
            if done == "COMMIT" { return .done(topics) }
            connection.notes.forget()
            return .failed(StoreError.conflict("rolled back: \(done)"))
        } catch {
            let wasLost = !connection.isAlive
            leave()
            if wasLost {
                let advice = "the connection was lost during COMMIT; look whether it happened"
                return .failed(StoreError.unavailable(advice))
            }
            return isTransient(error) ? .again(error) : .failed(error)
        }
    }

    /// The connection, made anew if need be, with a chain that no other living connection has.
    private func connected() throws -> Connection {
        if let connection, connection.isAlive { return connection }
        connection = nil
        let fresh = try Connection(url)
        writer = try ChainSlot.take(on: fresh)
        connection = fresh
        return fresh
    }

    /// Rolls back; a connection on which even that fails is given up, and the server rolls back.
    private func leave() {
        guard let current = connection else { return }
        current.notes.forget()
        if current.isAlive, !current.isIdle { _ = try? current.control("ROLLBACK") }
        if !current.isAlive || !current.isIdle { connection = nil }
    }

    /// Whether the same may succeed when run again; prepares for it.
    private func isTransient(_ error: any Error) -> Bool {
        switch error {
        case StoreError.conflict: return true
        case StoreError.engine(_, let message) where message.hasPrefix("0A000 cached plan"):
            // "… must not change result type": another server has migrated; a new connection prepares anew.
            connection = nil
            return true
        default: return false
        }
    }
}

/// The right to append to one chain of the ledger, held by a connection as long as it lives.
enum ChainSlot {
    /// Takes the first free slot.
    /// - Returns: its name, `pg-0` …
    static func take(on connection: Connection) throws -> String {
        var slot: Int?
        try connection.forEach(
            """
            SELECT slot FROM generate_series(0, 9999) AS slot
            WHERE pg_try_advisory_lock(\(AdvisoryLock.chains)::int, slot) LIMIT 1
            """
        ) { slot = try $0.int("slot") }
        guard let slot else { throw StoreError.unavailable("10,000 connections are writing already") }
        return "pg-\(slot)"
    }
}

/// The first half of the advisory locks' numbers; the second half says which.
enum AdvisoryLock {
    static let chains = 0x5461_6e64
    static let migration = 0x5461_6e65
}
