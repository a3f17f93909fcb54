import TandemLedger
import TandemWeb
import TandemWorkflow

/// Connects the front of the house to the sessions and tokens of the workflow floor.
struct TokenAuthenticator: Authenticator {
    let authenticate: Authenticate

    func session(_ token: String) async throws -> Caller? {
        try await authenticate.session(token).map { Caller(actor: $0.actor, csrf: $0.csrf) }
    }

    func bearer(_ token: String) async throws -> Caller? {
        try await authenticate.bearer(token).map { Caller(actor: $0, csrf: nil) }
    }
}
