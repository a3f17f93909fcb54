import TandemLedger

/// One thing that can be asked of Tandem, by whichever way in: a page, the API, the command line, a job.
///
/// A use case is a file named like its button. It asks `Permissions` first, decides with pure rules, and writes the
/// change, its event and its effects (tasks, jobs, outbox rows) in one transaction.
public protocol UseCase: Sendable {
    /// What is asked.
    associatedtype Input: Sendable
    /// What comes back; also what the API sends as JSON (see `Wire`).
    associatedtype Output: Sendable

    /// A use case over the services of the house.
    init(_ services: Services)

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for everything the caller can mend, `StoreError` when the database cannot.
    func run(_ input: Input, as actor: Actor) async throws -> Output
}
