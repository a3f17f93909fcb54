import TandemLedger

/// Finds out who calls; the composition root connects it to TandemWorkflow's `Authenticate`.
public protocol Authenticator: Sendable {
    /// The caller behind a session cookie, with the session's CSRF token.
    func session(_ token: String) async throws -> Caller?

    /// The caller behind an API token.
    func bearer(_ token: String) async throws -> Caller?
}
