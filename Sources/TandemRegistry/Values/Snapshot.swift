import TandemLedger
import TandemTabular

/// What a label of a snapshot is for; given to its item before any model saw it.
public enum Part: String, Sendable, CaseIterable, Codable {
    /// Fits a model's parameters.
    case train
    /// Fits the calibrator of its probabilities; later, its certificate.
    case calibrate
    /// Tells how good it is; never touched by fitting.
    case evaluate
}

/// What a model was trained for.
public enum Arm: String, Sendable, CaseIterable, Codable {
    /// With everything people have said so far: the challenger.
    case withPeople = "with_people"
    /// Without what people said since the live model was trained, all else equal: what would have happened anyway.
    case withoutPeople = "without_people"
}

/// One settled label as a snapshot holds it.
public struct SnapshotRow: Sendable, Hashable {
    /// The item.
    public let item: ItemID
    /// The SHA-256 of the item's content.
    public let contentHash: [UInt8]
    /// What the label is for.
    public let part: Part
    /// The label.
    public let label: String
    /// Where it came from: consensus, adjudication, review, gold, outcome.
    public let source: String

    /// A row.
    public init(item: ItemID, contentHash: [UInt8], part: Part, label: String, source: String) {
        self.item = item
        self.contentHash = contentHash
        self.part = part
        self.label = label
        self.source = source
    }
}

/// The labels that a model was made of, as they were at one moment; never changed afterwards.
public struct Snapshot: Sendable, Equatable {
    /// What a snapshot is for.
    public enum Purpose: String, Sendable, CaseIterable {
        /// A challenger's labels.
        case withPeople = "with_people"
        /// The labels of the arm without people's new ones.
        case withoutPeople = "without_people"
        /// The frozen labels that models are compared on; its hash is the evaluation hash.
        case evaluation
    }

    /// Its id.
    public let id: SnapshotID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// SHA-256 over its labels; see `SnapshotHash`.
    public let hash: String
    /// What it is for.
    public let purpose: Purpose
    /// How many labels it holds.
    public let count: Int
    /// Counts and lineage.
    public let details: SnapshotDetails
    /// The random id of who asked for it.
    public let createdBy: String
    /// When.
    public let createdAt: Instant
    /// The job that made it.
    public let job: JobID?

    /// A snapshot from its parts.
    public init(
        id: SnapshotID, workspace: WorkspaceID, project: ProjectID, hash: String, purpose: Purpose, count: Int,
        details: SnapshotDetails, createdBy: String, createdAt: Instant, job: JobID?
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.hash = hash
        self.purpose = purpose
        self.count = count
        self.details = details
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.job = job
    }
}

/// What is known of a snapshot without reading its rows.
public struct SnapshotDetails: Sendable, Equatable {
    /// Labels by part.
    public var counts: [Part: Int]
    /// Labels by source.
    public var sources: [String: Int]
    /// Labels that people gave and the live model had not seen.
    public var newHumanLabels: Int
    /// Whose answers the training labels rest on: the share of them by worker, each label shared evenly among those
    /// whose counted answer it is.
    public var lineage: [String: Double]
    /// The model that was live when the labels were taken.
    public var parent: ModelID?

    /// Details from their parts.
    public init(
        counts: [Part: Int] = [:], sources: [String: Int] = [:], newHumanLabels: Int = 0,
        lineage: [String: Double] = [:], parent: ModelID? = nil
    ) {
        self.parent = parent
        self.counts = counts
        self.sources = sources
        self.newHumanLabels = newHumanLabels
        self.lineage = lineage
    }

    /// As it is stored.
    public var json: JSONValue {
        [
            "counts": .object(Dictionary(uniqueKeysWithValues: counts.map { ($0.rawValue, JSONValue($1)) })),
            "sources": .object(sources.mapValues { JSONValue($0) }),
            "new_human_labels": JSONValue(newHumanLabels),
            "lineage": .object(lineage.mapValues { JSONValue(finiteOrNull: $0) }),
            "parent": JSONValue(orNull: parent?.rawValue),
        ]
    }

    /// As it was stored.
    public init(json: JSONValue) {
        counts = [:]
        for (name, count) in json["counts"]?.object ?? [:] {
            if let part = Part(rawValue: name), let count = count.int { counts[part] = count }
        }
        sources = (json["sources"]?.object ?? [:]).compactMapValues(\.int)
        newHumanLabels = json["new_human_labels"]?.int ?? 0
        lineage = (json["lineage"]?.object ?? [:]).compactMapValues(\.number)
        parent = json["parent"]?.string.map(ModelID.init(rawValue:))
    }
}
