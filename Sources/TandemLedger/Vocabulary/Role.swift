/// What a person may be in a project; several at once are possible.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Answers label tasks.
    case annotator
    /// Answers label tasks, reviews and adjudicates.
    case expert
    /// Imports, trains, asks for certificates.
    case scientist
    /// Stands for the project: approves promotions and policy.
    case champion
    /// Reads everything, verifies the ledger, may withdraw a certificate.
    case compliance
    /// Reads, exports the ledger and erases a subject.
    case legal
    /// Sees decisions and gives outcomes.
    case endUser = "end_user"
    /// A program that sends live cases through an API token.
    case program
    /// Creates projects and accounts, grants roles.
    case administrator
}
