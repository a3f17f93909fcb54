/// Something that is not as it was written.
public struct LedgerFinding: Sendable, Equatable, Codable {
    /// What is wrong.
    public enum Fault: String, Sendable, Codable, CaseIterable {
        /// A row's content is not what its hash was made of.
        case edited
        /// A row was exchanged together with its hash; the row after it, or the head, still names the old one.
        case replaced
        /// A row is gone from the middle.
        case missing
        /// A row stands in another's place.
        case reordered
        /// The last rows of a chain are gone.
        case truncated
        /// A chain's head does not name the chain's last row, or is gone.
        case head
        /// A whole chain that a checkpoint names is gone.
        case lostChain = "lost_chain"
        /// History up to a checkpoint was rewritten: the row it names has another hash now.
        case rewritten
        /// A checkpoint's content is not what its hash was made of, or it does not follow the one before.
        case checkpointEdited = "checkpoint_edited"
        /// A checkpoint is gone from the database.
        case checkpointMissing = "checkpoint_missing"
        /// A checkpoint's signature is wrong or made with another key than the installation's.
        case checkpointForged = "checkpoint_forged"
        /// The anchor file says something else of a checkpoint than the database.
        case anchorMismatch = "anchor_mismatch"
        /// A line of the anchor file is no checkpoint.
        case anchorMalformed = "anchor_malformed"
    }

    /// What is wrong.
    public let fault: Fault
    /// The chain, if it is about one.
    public let chain: String?
    /// The place of the bad row in the chain.
    public let seq: Int?
    /// The id that stands in the bad row, if there is a row.
    public let event: EventID?
    /// The number of the checkpoint, if it is about one.
    public let checkpoint: Int?
    /// One sentence for people.
    public let message: String

    /// A finding.
    public init(
        _ fault: Fault, chain: String? = nil, seq: Int? = nil, event: EventID? = nil, checkpoint: Int? = nil,
        _ message: String
    ) {
        self.fault = fault
        self.chain = chain
        self.seq = seq
        self.event = event
        self.checkpoint = checkpoint
        self.message = message
    }
}

/// What a verification of the whole ledger came to.
public struct LedgerReport: Sendable, Equatable, Codable {
    /// Whether nothing was found.
    public var intact: Bool { findings.isEmpty }
    /// Events read.
    public internal(set) var events = 0
    /// Chains read.
    public internal(set) var chains = 0
    /// Checkpoints read.
    public internal(set) var checkpoints = 0
    /// Checkpoints that the anchor file confirms.
    public internal(set) var anchored = 0
    /// The first thing found of each chain, then checkpoints, then the anchor file; at most a hundred.
    public internal(set) var findings: [LedgerFinding] = []

    mutating func add(_ finding: LedgerFinding?) {
        guard let finding, findings.count < 100 else { return }
        if let chain = finding.chain, findings.contains(where: { $0.chain == chain }) { return }
        findings.append(finding)
    }
}
