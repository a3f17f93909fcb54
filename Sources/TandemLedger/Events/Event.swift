import TandemTabular

/// One line of the ledger: who did what to which thing, when, and the facts that figures are made of.
public struct Event: Sendable, Equatable {
    /// The chain it stands in; a chain belongs to one database writer.
    public let chain: String
    /// Its place in the chain, from 1, without gaps.
    public let seq: Int
    /// Its id.
    public let id: EventID
    /// When it happened.
    public let occurredAt: Instant
    /// When it was written down; never earlier in replayed history.
    public let recordedAt: Instant
    /// The random id of who acted, or `tandem`.
    public let actor: String
    /// The role in which they acted.
    public let role: String
    /// The workspace it belongs to.
    public let workspace: WorkspaceID
    /// The project it belongs to, if any.
    public let project: ProjectID?
    /// What happened; text, because a newer program may have written kinds this one does not know.
    public let kind: String
    /// The id of the thing it happened to.
    public let subject: String
    /// The id all events of one case share: an item, a decision, a job.
    public let correlation: String?
    /// The event or request that led to this one.
    public let causation: String?
    /// The version of the project's policy in force.
    public let policyVersion: String?
    /// Ids, labels, scores, milliseconds, counts, never personal data; canonical JSON.
    public let facts: String
    /// Personal details, encrypted with the subject's key (AES-GCM); hashes cover this ciphertext.
    public let sealed: [UInt8]?
    /// The id of the key that `sealed` is encrypted with.
    public let sealKey: String?
    /// The hash of the event before it in the chain; 32 zero bytes for the first.
    public let previous: [UInt8]
    /// SHA-256 over everything above; see `EventHash`.
    public let hash: [UInt8]

    /// An event as it is stored.
    public init(
        chain: String, seq: Int, id: EventID, occurredAt: Instant, recordedAt: Instant, draft: EventDraft,
        sealed: [UInt8]?, sealKey: String?, previous: [UInt8]
    ) {
        self.chain = chain
        self.seq = seq
        self.id = id
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        actor = draft.actor
        role = draft.role
        workspace = draft.workspace
        project = draft.project
        kind = draft.kind
        subject = draft.subject
        correlation = draft.correlation
        causation = draft.causation
        policyVersion = draft.policyVersion
        facts = draft.facts
        self.sealed = sealed
        self.sealKey = sealKey
        self.previous = previous
        hash = EventHash.of(
            chain: chain, seq: seq, id: id, occurredAt: occurredAt, recordedAt: recordedAt, draft: draft,
            sealed: sealed,
            sealKey: sealKey, previous: previous)
    }
}

/// What a use case wants to tell the ledger; the ledger adds id, time, place in the chain and hash.
public struct EventDraft: Sendable, Equatable {
    /// The random id of who acted.
    public var actor: String
    /// The role in which they acted: a `Role`'s raw value, `system` or `simulated`.
    public var role: String
    /// The workspace.
    public var workspace: WorkspaceID
    /// The project, if any.
    public var project: ProjectID?
    /// What happened.
    public var kind: String
    /// The id of the thing it happened to.
    public var subject: String
    /// What all events of one case share.
    public var correlation: String?
    /// What led to it.
    public var causation: String?
    /// The version of the policy in force.
    public var policyVersion: String?
    /// Canonical JSON of the facts.
    public var facts: String
    /// Personal details to be encrypted on the way into the ledger; nil for most events.
    public var sealed: Sealing?

    /// A draft as read back from the database.
    public init(
        actor: String, role: String, workspace: WorkspaceID, project: ProjectID?, kind: String, subject: String,
        correlation: String?, causation: String?, policyVersion: String?, facts: String
    ) {
        self.actor = actor
        self.role = role
        self.workspace = workspace
        self.project = project
        self.kind = kind
        self.subject = subject
        self.correlation = correlation
        self.causation = causation
        self.policyVersion = policyVersion
        self.facts = facts
    }

    /// A draft by an actor; `role` is what they act as, by default `system` for Tandem itself.
    /// - Throws: `JSONError` when a fact is a number that JSON cannot hold.
    public init(
        _ kind: EventKind, by actor: Actor, as role: Role? = nil, project: ProjectID? = nil, subject: String,
        correlation: String? = nil, causation: String? = nil, policyVersion: String? = nil,
        facts: [String: JSONValue] = [:]
    ) throws {
        self.actor = actor.id
        self.role = role?.rawValue ?? (actor.isSystem ? "system" : "member")
        workspace = actor.workspace
        self.project = project
        self.kind = kind.rawValue
        self.subject = subject
        self.correlation = correlation
        self.causation = causation
        self.policyVersion = policyVersion
        self.facts = try JSONValue.object(facts).canonicalString
    }
}
