/// Why something was refused, as a value with a stable code; one mapping makes it problem+json, another an exit code.
public struct Problem: Error, Sendable, Equatable {
    /// What kind of trouble it is; decides the HTTP status and the exit code.
    public enum Kind: String, Sendable, CaseIterable {
        /// The input is malformed or breaks a rule (400; 422 is not used apart, exit 65).
        case invalid
        /// Nobody is signed in, or the token is unknown (401, exit 77).
        case unauthenticated
        /// Signed in, but not allowed (403, exit 77).
        case forbidden
        /// There is no such thing, or not for this actor (404, exit 66).
        case notFound
        /// It does not fit the present state (409, exit 75).
        case conflict
        /// The thing was changed since it was read (412, exit 75).
        case changed
        /// More than is accepted in one go (413, exit 65).
        case tooLarge
        /// Not a media type that is understood (415, exit 65).
        case unsupported
        /// Too many tries; wait (429, exit 75).
        case throttled
        /// The database or something else that is needed is away (503, exit 69).
        case unavailable
        /// A defect of ours; the log has the cause (500, exit 70).
        case `internal`
    }

    /// The kind of trouble.
    public let kind: Kind
    /// A stable snake_case code, listed in docs/errors.md.
    public let code: String
    /// One sentence that says what is wrong, where, and what to do.
    public let message: String
    /// The place in the input: a JSON pointer, `line 12, column amount`, a parameter.
    public let place: String?
    /// More facts for programs, as plain text values.
    public let facts: [String: String]

    /// A problem.
    public init(_ kind: Kind, _ code: String, _ message: String, at place: String? = nil, facts: [String: String] = [:])
    {
        self.kind = kind
        self.code = code
        self.message = message
        self.place = place
        self.facts = facts
    }

    /// There is no such thing, or not for this actor: the two are never told apart.
    public static func noSuch(_ what: String, _ id: String) -> Problem {
        Problem(.notFound, "no_such_\(what)", "There is no \(what) \(id) here.")
    }
}
