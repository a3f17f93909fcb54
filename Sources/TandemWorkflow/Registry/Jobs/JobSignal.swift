import Synchronization

/// Why a job has to stop before it is done.
public enum JobStop: Error, Sendable, Equatable {
    /// Somebody asked for it.
    case canceled
    /// Another server has taken the job over.
    case leaseLost
    /// This server is going down; another will take the job.
    case shutdown
}

/// What a handler says of its progress and hears from outside, from whatever thread it works on.
public final class JobSignal: Sendable {
    private struct State {
        var progress = 0.0
        var message: String?
        var stop: JobStop?
    }

    private let state = Mutex(State())

    /// A signal of a job that nobody has stopped.
    public init() {}

    /// Says how far the job is, from 0 to 1, and what it does; written down about once a second.
    public func report(_ progress: Double, _ message: String? = nil) {
        state.withLock { state in
            state.progress = min(1, max(state.progress, progress))
            if let message { state.message = message }
        }
    }

    /// Called between two steps of any long computation.
    /// - Throws: why the job has to stop.
    public func check() throws(JobStop) {
        if let stop = state.withLock({ $0.stop }) { throw stop }
    }

    /// Why the job has to stop; nil while it may go on.
    public var stopped: JobStop? { state.withLock { $0.stop } }

    /// Asks the job to stop; the first reason stays.
    func stop(_ reason: JobStop) {
        state.withLock { state in
            if state.stop == nil { state.stop = reason }
        }
    }

    var said: (progress: Double, message: String?) { state.withLock { ($0.progress, $0.message) } }
}
