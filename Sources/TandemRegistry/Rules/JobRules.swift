import TandemLedger

/// What may happen to a job when; `JobStore` writes nothing that these rules do not allow.
public enum JobRules {
    /// How often a job is taken before it counts as one that kills servers.
    public static let mostAttempts = 10
    /// How long a server holds a job without a sign of life, in seconds.
    public static let leaseSeconds = 60

    /// What asking for an end leads to.
    public enum Cancellation: Sendable, Equatable {
        /// Nobody works on it: it ends now.
        case endNow
        /// Somebody may be working on it: that server is asked.
        case ask
    }

    /// Whether a server may take the job at `now`.
    public static func isFree(state: JobState, leaseUntil: Instant?, now: Instant) -> Bool {
        switch state {
        case .queued: true
        case .running: leaseUntil.map { $0 <= now } ?? true
        case .done, .failed, .canceled: false
        }
    }

    /// Whether the next attempt would be one too many.
    public static func isExhausted(attempts: Int) -> Bool { attempts >= mostAttempts }

    /// The states that may follow.
    public static func followers(of state: JobState) -> Set<JobState> {
        switch state {
        case .queued: [.running, .canceled]
        case .running: [.queued, .running, .done, .failed, .canceled]
        case .done, .failed, .canceled: []
        }
    }

    /// What to do when somebody asks for the end of a job.
    /// - Throws: `Problem` conflict when it has ended.
    public static func cancellation(of job: Job) throws(Problem) -> Cancellation {
        switch job.state {
        case .queued: return .endNow
        case .running: return .ask
        case .done, .failed, .canceled:
            throw Problem(.conflict, "job_ended", "The job has ended already: it is \(job.state.rawValue).")
        }
    }
}
