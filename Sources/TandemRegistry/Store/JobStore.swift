import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `job` table.
public enum JobStore {
    /// Queues a job.
    /// - Throws: `StoreError`.
    public static func insert(_ job: NewJob, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO job (id, workspace_id, project_id, kind, state, input, seed, created_by, created_at)
            VALUES (\(job.id), \(job.workspace), \(job.project), \(job.kind), \(JobState.queued.rawValue),
                \(job.input.canonicalString), \(Int(bitPattern: UInt(job.seed))), \(job.createdBy), \(job.createdAt))
            """)
        tx.hint("job")
    }

    /// A job of a workspace; nil when there is none.
    public static func find(_ id: JobID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Job? {
        try tx.row("SELECT * FROM job WHERE id = \(id) AND workspace_id = \(workspace)").map(job)
    }

    /// A project's jobs of one kind, newest first.
    public static func newest(
        of project: ProjectID, kind: String, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Job] {
        try tx.rows(
            """
            SELECT * FROM job WHERE project_id = \(project) AND kind = \(kind)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map(job)
    }

    /// A project's jobs of one kind that wait or run.
    public static func unfinished(
        of project: ProjectID, kind: String, _ tx: any ReadTransaction
    ) throws -> [Job] {
        try tx.rows(
            """
            SELECT * FROM job WHERE project_id = \(project) AND kind = \(kind) AND ended_at IS NULL ORDER BY created_at
            """
        ).map(job)
    }

    /// How many jobs wait or run on this database, by state; for metrics.
    public static func waiting(_ tx: any ReadTransaction) throws -> [JobState: Int] {
        var counts: [JobState: Int] = [:]
        try tx.forEach("SELECT state, count(*) AS n FROM job WHERE ended_at IS NULL GROUP BY state") { row in
            guard let state = try JobState(rawValue: row.text("state")) else { return }
            counts[state] = try row.int("n")
        }
        return counts
    }

    /// Whether a job of these kinds can be taken; cheap enough to ask every second without writing.
    public static func isAnyFree(kinds: [String], now: Instant, _ tx: any ReadTransaction) throws -> Bool {
        guard !kinds.isEmpty else { return false }
        return try tx.row(
            """
            SELECT 1 AS one FROM job WHERE ended_at IS NULL AND kind IN (\(SQL.list(kinds)))
                AND (state = 'queued' OR (state = 'running' AND lease_until <= \(now))) LIMIT 1
            """) != nil
    }

    /// Takes the oldest job that is free, or whose server gave no sign of life, for `owner`.
    ///
    /// - Parameters:
    ///   - kinds: what the server can do.
    ///   - owner: the server.
    ///   - now: the present moment.
    ///   - until: when the lease ends unless it is renewed.
    ///   - tx: the transaction.
    /// - Returns: the job as it stands now, its lease in `attempts`; nil when nothing waits.
    /// - Throws: `StoreError`.
    public static func take(
        kinds: [String], owner: String, now: Instant, until: Instant, in tx: any WriteTransaction
    ) throws -> Job? {
        guard !kinds.isEmpty else { return nil }
        let free: SQL = """
            SELECT * FROM job WHERE ended_at IS NULL AND kind IN (\(SQL.list(kinds)))
                AND (state = 'queued' OR (state = 'running' AND lease_until <= \(now)))
            ORDER BY created_at, id LIMIT 1
            """
        guard let found = try tx.row(free + tx.dialect.claimLock).map(job) else { return nil }
        let changed = try tx.run(
            """
            UPDATE job SET state = 'running', owner = \(owner), lease_until = \(until),
                attempts = attempts + 1, started_at = coalesce(started_at, \(now))
            WHERE id = \(found.id) AND attempts = \(found.attempts) AND ended_at IS NULL
            """)
        guard changed == 1 else { return nil }
        return try find(found.id, in: found.workspace, tx)
    }

    /// Renews a lease and writes down how far the job is.
    /// - Returns: whether the lease still holds, and what was asked of the job meanwhile.
    public static func renew(
        _ lease: JobLease, until: Instant, progress: Double, message: String?, in tx: any WriteTransaction
    ) throws -> Renewal {
        let changed = try tx.run(
            """
            UPDATE job SET lease_until = \(until), progress = \(progress), message = \(message)
            WHERE id = \(lease.job) AND owner = \(lease.owner) AND attempts = \(lease.attempt) AND state = 'running'
            """)
        guard changed == 1 else { return .lost }
        let control = try tx.row("SELECT control FROM job WHERE id = \(lease.job)")?.textIfAny("control")
        return .held(control.flatMap(JobControl.init(rawValue:)))
    }

    /// What renewing a lease found out.
    public enum Renewal: Sendable, Equatable {
        /// Still ours; what was asked of the job meanwhile.
        case held(JobControl?)
        /// Another server has the job, or it has ended.
        case lost
    }

    /// Ends a job that `lease` holds.
    /// - Returns: false when the lease is lost; whatever the job wrote in this transaction must then not be kept.
    public static func end(
        _ lease: JobLease, as state: JobState, output: JSONValue? = nil, problem: JSONValue? = nil, at now: Instant,
        in tx: any WriteTransaction
    ) throws -> Bool {
        guard JobRules.followers(of: .running).contains(state), state.isFinal else { return false }
        let finished = state == .done
        let changed = try tx.run(
            """
            UPDATE job SET state = \(state.rawValue), output = \(output?.canonicalString),
                problem = \(problem?.canonicalString), ended_at = \(now), owner = NULL, lease_until = NULL,
                progress = CASE WHEN \(finished) = 1 THEN 1.0 ELSE progress END
            WHERE id = \(lease.job) AND owner = \(lease.owner) AND attempts = \(lease.attempt) AND state = 'running'
            """)
        tx.hint("job")
        return changed == 1
    }

    /// Puts a job back into the queue for another server.
    public static func giveBack(_ lease: JobLease, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE job SET state = 'queued', owner = NULL, lease_until = NULL
            WHERE id = \(lease.job) AND owner = \(lease.owner) AND attempts = \(lease.attempt) AND state = 'running'
            """)
        tx.hint("job")
    }

    /// Leaves a message for whoever works on the job.
    public static func ask(_ control: JobControl, of job: JobID, in tx: any WriteTransaction) throws {
        try tx.run("UPDATE job SET control = \(control.rawValue) WHERE id = \(job) AND ended_at IS NULL")
        tx.hint("job")
    }

    /// Ends a job that nobody works on.
    /// - Returns: false when somebody took it meanwhile.
    public static func cancelQueued(_ job: JobID, at now: Instant, in tx: any WriteTransaction) throws -> Bool {
        let changed = try tx.run(
            "UPDATE job SET state = 'canceled', ended_at = \(now) WHERE id = \(job) AND state = 'queued'")
        tx.hint("job")
        return changed == 1
    }

    static func job(_ row: Row) throws -> Job {
        guard let state = try JobState(rawValue: row.text("state")) else {
            throw StoreError.unexpectedValue("state", "a state of a job")
        }
        return Job(
            id: JobID(rawValue: try row.text("id")), workspace: WorkspaceID(rawValue: try row.text("workspace_id")),
            project: try row.textIfAny("project_id").map(ProjectID.init(rawValue:)), kind: try row.text("kind"),
            state: state, input: try row.json("input"), seed: UInt64(UInt(bitPattern: try row.int("seed"))),
            progress: try row.double("progress"), message: try row.textIfAny("message"),
            control: try row.textIfAny("control").flatMap(JobControl.init(rawValue:)),
            owner: try row.textIfAny("owner"),
            leaseUntil: try row.instantIfAny("lease_until"), attempts: try row.int("attempts"),
            output: try row.jsonIfAny("output"), problem: try row.jsonIfAny("problem"),
            createdBy: try row.text("created_by"), createdAt: try row.instant("created_at"),
            startedAt: try row.instantIfAny("started_at"), endedAt: try row.instantIfAny("ended_at"))
    }
}
