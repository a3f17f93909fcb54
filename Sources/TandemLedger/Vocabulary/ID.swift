import TandemStore

/// What an id names; its prefix stands before every id of that kind, so two kinds cannot be mixed up by eye either.
public protocol IDKind: Sendable {
    /// Three lower-case letters.
    static var prefix: String { get }
}

/// An id of one kind of thing: prefix, underscore, 26 letters and digits that sort by time of birth (ULID).
public struct ID<Kind: IDKind>: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible, SQLBindable {
    /// The whole id as it stands in URLs, JSON and the database.
    public let rawValue: String

    /// An id read back from the database or from a request; whether it exists is another question.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// An id from outside, if it has the right prefix and form.
    public init?(checking text: String) {
        guard text.utf8.count == Kind.prefix.utf8.count + 27, text.hasPrefix(Kind.prefix + "_"),
            text.utf8.dropFirst(Kind.prefix.utf8.count + 1).allSatisfy({ ULID.isDigit($0) })
        else { return nil }
        rawValue = text
    }

    /// The text itself.
    public var description: String { rawValue }

    /// Text to bind.
    public var sqlValue: SQLValue { .text(rawValue) }

    /// Older before newer.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names what a kind of id is of; see the aliases below.
public enum IDs {
    /// A workspace.
    public enum Workspace: IDKind {
        /// Stands before its ids.
        public static let prefix = "wsp"
    }
    /// An account: somebody who signs in.
    public enum Account: IDKind {
        /// Stands before its ids.
        public static let prefix = "acc"
    }
    /// A fit: what an aggregator has learned about workers.
    public enum Fit: IDKind {
        /// Stands before its ids.
        public static let prefix = "fit"
    }
    /// A worker: somebody or something that answers tasks.
    public enum Worker: IDKind {
        /// Stands before its ids.
        public static let prefix = "wrk"
    }
    /// An API token.
    public enum Token: IDKind {
        /// Stands before its ids.
        public static let prefix = "tok"
    }
    /// A project.
    public enum Project: IDKind {
        /// Stands before its ids.
        public static let prefix = "prj"
    }
    /// An item.
    public enum Item: IDKind {
        /// Stands before its ids.
        public static let prefix = "itm"
    }
    /// An import.
    public enum Import: IDKind {
        /// Stands before its ids.
        public static let prefix = "imp"
    }
    /// A task.
    public enum Task: IDKind {
        /// Stands before its ids.
        public static let prefix = "tsk"
    }
    /// An annotation.
    public enum Annotation: IDKind {
        /// Stands before its ids.
        public static let prefix = "ann"
    }
    /// A review.
    public enum Review: IDKind {
        /// Stands before its ids.
        public static let prefix = "rev"
    }
    /// A job.
    public enum Job: IDKind {
        /// Stands before its ids.
        public static let prefix = "job"
    }
    /// A snapshot.
    public enum Snapshot: IDKind {
        /// Stands before its ids.
        public static let prefix = "snp"
    }
    /// A model version.
    public enum Model: IDKind {
        /// Stands before its ids.
        public static let prefix = "mdl"
    }
    /// A promotion or a rollback.
    public enum Promotion: IDKind {
        /// Stands before its ids.
        public static let prefix = "pro"
    }
    /// A decision.
    public enum Decision: IDKind {
        /// Stands before its ids.
        public static let prefix = "dec"
    }
    /// An outcome.
    public enum Outcome: IDKind {
        /// Stands before its ids.
        public static let prefix = "out"
    }
    /// A certificate.
    public enum Certificate: IDKind {
        /// Stands before its ids.
        public static let prefix = "crt"
    }
    /// A posted cost.
    public enum Cost: IDKind {
        /// Stands before its ids.
        public static let prefix = "cst"
    }
    /// An event of the ledger.
    public enum Event: IDKind {
        /// Stands before its ids.
        public static let prefix = "evt"
    }
    /// A checkpoint of the ledger.
    public enum Checkpoint: IDKind {
        /// Stands before its ids.
        public static let prefix = "chk"
    }
    /// The key that seals what is known of one subject.
    public enum SubjectKey: IDKind {
        /// Stands before its ids.
        public static let prefix = "key"
    }
    /// A message that waits to be delivered.
    public enum Message: IDKind {
        /// Stands before its ids.
        public static let prefix = "msg"
    }
}

/// Id of a workspace.
public typealias WorkspaceID = ID<IDs.Workspace>
/// Id of an account.
public typealias AccountID = ID<IDs.Account>
/// Id of a worker.
public typealias WorkerID = ID<IDs.Worker>
/// Names a fit of an aggregator.
public typealias FitID = ID<IDs.Fit>
/// Id of an API token.
public typealias TokenID = ID<IDs.Token>
/// Id of a project.
public typealias ProjectID = ID<IDs.Project>
/// Id of an item.
public typealias ItemID = ID<IDs.Item>
/// Id of an import.
public typealias ImportID = ID<IDs.Import>
/// Id of a task.
public typealias TaskID = ID<IDs.Task>
/// Id of an annotation.
public typealias AnnotationID = ID<IDs.Annotation>
/// Id of a review.
public typealias ReviewID = ID<IDs.Review>
/// Id of a job.
public typealias JobID = ID<IDs.Job>
/// Id of a snapshot.
public typealias SnapshotID = ID<IDs.Snapshot>
/// Id of a model version.
public typealias ModelID = ID<IDs.Model>
/// Id of a decision.
public typealias DecisionID = ID<IDs.Decision>
/// Id of a certificate.
public typealias CertificateID = ID<IDs.Certificate>
/// Id of an event.
public typealias EventID = ID<IDs.Event>
