import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular

/// How one kind of job is done.
///
/// A handler may be stopped at any moment and run again elsewhere from the start: whatever it writes on its way must
/// be the same when written twice, and what must be there once belongs into the result's `write`.
public protocol JobHandler: Sendable {
    /// The kind of job.
    var kind: String { get }

    /// Does it; long computations run on `OwnThread` and call `signal.check()` at each step.
    /// - Throws: `Problem` when the input cannot be done, `JobStop` when asked to stop.
    func run(_ job: Job, _ signal: JobSignal, _ services: Services) async throws -> JobResult
}

/// What a job has come to, written in the very transaction that ends it: all of it or nothing.
public struct JobResult: Sendable {
    /// What is written down at the end.
    public struct Written: Sendable {
        /// What the job answers.
        public var output: JSONValue
        /// What the ledger is told.
        public var events: [EventDraft]

        /// What is written down at the end.
        public init(output: JSONValue, events: [EventDraft] = []) {
            self.output = output
            self.events = events
        }
    }

    /// Writes the result.
    public let write: @Sendable (any WriteTransaction) throws -> Written

    /// A result that is written by a closure.
    public init(write: @escaping @Sendable (any WriteTransaction) throws -> Written) {
        self.write = write
    }
}

extension EventDraft {
    /// A draft about a job in the name of whoever asked for it.
    /// - Throws: `JSONError` when a fact is a number that JSON cannot hold.
    init(_ kind: EventKind, of job: Job, subject: String, facts: [String: JSONValue]) throws {
        self.init(
            actor: job.createdBy, role: job.input["asked_as"]?.string ?? "system", workspace: job.workspace,
            project: job.project, kind: kind.rawValue, subject: subject, correlation: job.id.rawValue, causation: nil,
            policyVersion: nil, facts: try JSONValue.object(facts).canonicalString)
    }
}
