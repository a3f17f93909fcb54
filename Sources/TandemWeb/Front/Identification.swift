import HTTPTypes
import Hummingbird
import TandemLedger

/// Reads who calls from a request: an API token, else a session cookie.
enum Identification {
    static let cookie = "tandem_session"

    /// The caller; nil when nothing was sent or the session is over.
    /// - Throws: `Problem` unauthenticated when a token was sent that is not known: silence would hide a typo.
    static func caller(of request: Request, by authenticator: any Authenticator) async throws -> Caller? {
        if let header = request.headers[.authorization] {
            guard let token = bearer(header), let caller = try await authenticator.bearer(token) else {
                throw Problem(
                    .unauthenticated, "token_unknown",
                    "This API token is not known, has expired or was revoked; make a new one.")
            }
            return caller
        }
        guard let token = request.cookies[cookie]?.value else { return nil }
        return try await authenticator.session(token)
    }

    private static func bearer(_ header: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 200 else { return nil }
        return String(parts[1])
    }

    /// Refuses a change asked for through a browser's session unless it proves to come from our own pages.
    ///
    /// Tokens are not sent by browsers by themselves, so callers with one need nothing more.
    static func requireOwnPage(_ caller: Caller?, header: String?, field: String?) throws(Problem) {
        guard let caller, let expected = caller.csrf else { return }
        guard let given = header ?? field, constantTimeEqual(given, expected) else {
            throw Problem(
                .forbidden, "csrf_mismatch", "This form is from another session; reload the page and try again.")
        }
    }

    /// Compares without telling by its time how far the texts agree.
    static func constantTimeEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        var difference = left.count ^ right.count
        for index in 0..<min(left.count, right.count) { difference |= Int(left[index] ^ right[index]) }
        return difference == 0
    }
}
