import Synchronization
import TandemStore

/// The one writer: takes whatever transactions wait, runs them as one, and answers them when its COMMIT is durable.
///
/// A batch is one `BEGIN IMMEDIATE`. A member that throws before it changed anything is told so, and the batch goes on.
/// When one throws after that, the batch is rolled back and its members are run once more, each inside a savepoint, so
/// that this one undoes its own changes only: rare, and dearer, for a savepoint copies every page that is touched. When
/// a whole transaction fails (COMMIT, a full disk, a savepoint that cannot be undone) every member is run again alone.
/// Nobody waits for a batch to fill: it ends as soon as nobody is waiting and the disk is free, for until the batch
/// before it is durable there is nothing to be won by ending; and at the latest after `mostMembers` or `longest`, so that
/// a long member (a chunk of an import) delays few others.
struct GroupCommit {
    typealias Member = Pending<any WriteTransaction>
    private struct Attempt: Sendable {
        let member: Member
        var failure: (any Error)?
        var topics: [String] = []
    }
    /// A member failed after it had changed something.
    private struct NeedsSavepoints: Error {
        let cause: any Error
    }

    private static let mostMembers = 256
    private static let longest = Duration.milliseconds(5)
    /// How long the log grows before it is folded into the file: 32 MB, so that a page that changes often is written to
    /// the file once for many times in the log.
    private static let longestLog = 8000 * 4120

    let connection: Connection
    let queue: JobQueue<Member>
    let hints: HintFan
    let tally: ActivityTally
    let log: LogFile
    let sync: LogSync

    /// Serves the queue until it is closed and empty.
    func serve() {
        while let first = queue.next() { runBatch(from: first) }
    }

    private func runBatch(from first: Member) {
        do { try begin() } catch { return refuse(first, error) }
        let clock = ContinuousClock()
        let limit = clock.now + Self.longest
        let deferrals = Deferrals()
        var attempts: [Attempt] = []
        var next: Member? = first
        do {
            while let member = next {
                attempts.append(Attempt(member: member))
                let last = attempts.count - 1
                try run(&attempts[last], deferrals)
                let isFull = attempts.count >= Self.mostMembers || clock.now >= limit
                next = isFull ? nil : queue.next(while: { sync.isBusy })
            }
            try finish(deferrals)
            try commit()
        } catch let failed as NeedsSavepoints {
            rollBack()
            if attempts.count == 1 { return first.reply(failed.cause) }
            return runWithSavepoints(attempts.map(\.member))
        } catch {
            rollBack()
            // Even a member that had failed is run again: what it saw of the others never happened.
            for attempt in attempts { runAlone(attempt.member, isRetry: attempts.count > 1, error) }
            return
        }
        answer(attempts)
    }

    /// Runs one member inside the batch, without a way to undo it alone.
    /// - Throws: `NeedsSavepoints`, or when the batch as a whole cannot go on.
    private func run(_ attempt: inout Attempt, _ deferrals: Deferrals) throws {
        let transaction = Transaction(connection, deferrals: deferrals)
        defer { transaction.end() }
        do {
            try attempt.member.attempt(transaction)
            if let failure = transaction.failure { throw failure }
            attempt.topics = transaction.topics
        } catch {
            if connection.isOutsideTransaction { throw error }
            guard transaction.isUntouched, transaction.failure == nil else { throw NeedsSavepoints(cause: error) }
            attempt.failure = error
        }
        // SQLite may have rolled everything back and the member swallowed the error.
        if connection.isOutsideTransaction { throw StoreError.unavailable("SQLite rolled the batch back") }
    }

    /// Runs members once more, each so that it can be undone alone.
    private func runWithSavepoints(_ members: [Member]) {
        var attempts = members.map { Attempt(member: $0) }
        do {
            try begin()
            for index in attempts.indices { try runInSavepoint(&attempts[index]) }
            try commit()
        } catch {
            rollBack()
            for member in members { runAlone(member, isRetry: members.count > 1, error) }
            return
        }
        answer(attempts)
    }

    private func runInSavepoint(_ attempt: inout Attempt) throws {
        try connection.run("SAVEPOINT member")
        let transaction = Transaction(connection)
        defer { transaction.end() }
        do {
            try attempt.member.attempt(transaction)
            try transaction.deferrals.write(in: transaction)
            if let failure = transaction.failure { throw failure }
            attempt.topics = transaction.topics
        } catch {
            attempt.failure = error
            connection.notes.forget()
            if connection.isOutsideTransaction { throw error }
            try connection.run("ROLLBACK TO member")
        }
        if connection.isOutsideTransaction { throw StoreError.unavailable("SQLite rolled the batch back") }
        try connection.run("RELEASE member")
    }

    /// Runs a member in a transaction of its own, or, when it was alone already, tells it why that failed.
    private func runAlone(_ member: Member, isRetry: Bool, _ reason: any Error) {
        guard isRetry else { return member.reply(reason) }
        let transaction = Transaction(connection)
        do {
            defer { transaction.end() }
            try begin()
            try member.attempt(transaction)
            try transaction.deferrals.write(in: transaction)
            if let failure = transaction.failure { throw failure }
            try commit()
        } catch {
            rollBack()
            return member.reply(error)
        }
        answer([Attempt(member: member, topics: transaction.topics)])
    }

    /// Writes what the members of a batch have put off.
    private func finish(_ deferrals: Deferrals) throws {
        let transaction = Transaction(connection, deferrals: deferrals)
        defer { transaction.end() }
        try deferrals.write(in: transaction)
        if let failure = transaction.failure { throw failure }
    }

    private func commit() throws {
        try sync.commit { try log.withoutSync { _ = try connection.run("COMMIT") } }
    }

    /// Tells everybody once the COMMIT is durable.
    private func answer(_ attempts: [Attempt]) {
        sync.whenDurable { [tally, hints] lost in
            if lost == nil {
                tally.note(writes: attempts.count { $0.failure == nil })
                hints.send(Set(attempts.flatMap(\.topics)))
            }
            for attempt in attempts { attempt.member.reply(attempt.failure ?? lost) }
        }
        // Nobody else is there whose transaction could be run meanwhile.
        if attempts.count == 1, queue.isEmpty { sync.syncHere() } else { sync.wake() }
        foldLogIfLong()
    }

    /// Folds the log into the file, as far as readers let it; a failure shows again with the next commit.
    private func foldLogIfLong() {
        if log.length >= Self.longestLog { _ = try? connection.forEach("PRAGMA wal_checkpoint(PASSIVE)") { _ in } }
    }

    private func begin() throws {
        try sync.check()
        if !connection.isOutsideTransaction { rollBack() }  // what an earlier failure may have left
        guard connection.isOutsideTransaction else {
            throw StoreError.unavailable("a failed transaction could not be rolled back; restart the server")
        }
        try connection.run("BEGIN IMMEDIATE")
    }

    /// Leaves the failed transaction; should that fail too, `begin` tries once more and refuses until it works.
    private func rollBack() {
        connection.notes.forget()
        for _ in 0..<3 where !connection.isOutsideTransaction {
            // A failure shows in isOutsideTransaction, which is what counts.
            _ = try? connection.run("ROLLBACK")
        }
    }

    /// The database is busy or broken: whoever waits already would only wait as long again.
    private func refuse(_ first: Member, _ error: any Error) {
        if !connection.isOutsideTransaction { rollBack() }
        // All are taken before one is told: whoever hears of it and tries again must not meet the same failure.
        var refused = [first]
        while let member = queue.nextIfAny() { refused.append(member) }
        for member in refused { member.reply(error) }
    }
}
