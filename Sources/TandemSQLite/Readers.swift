import GRDB
import TandemStore

/// What each reading thread does: one read after the other, each in a snapshot of its own.
struct Readers {
    typealias Job = Pending<any ReadTransaction>

    let pool: DatabasePool
    let queue: JobQueue<Job>
    let sync: LogSync

    /// Serves the queue until it is closed and empty; the connection is opened with the first read.
    func serve() {
        while let first = queue.next() {
            do {
                try pool.unsafeRead { db in
                    guard let handle = db.sqliteConnection else { throw StoreError.unavailable("closed") }
                    let connection = Connection(handle)
                    var next: Job? = first
                    while let job = next {
                        run(job, on: connection)
                        next = queue.next()
                    }
                }
            } catch {
                first.reply(StoreError.mapping(error))
            }
        }
    }

    private func run(_ job: Job, on connection: Connection) {
        let transaction = Transaction(connection)
        do {
            defer { transaction.end() }
            try connection.run("BEGIN")
            try job.attempt(transaction)
            try connection.run("COMMIT")
        } catch {
            if !connection.isOutsideTransaction { _ = try? connection.run("ROLLBACK") }
            return job.reply(error)
        }
        // It may have seen a commit that is still on its way to the disk.
        sync.whenDurable { job.reply($0) }
    }
}
