import TandemLedger
import TandemRegistry
import TandemTabular

/// A model version as the API and the pages show it.
public struct ModelView: Codable, Sendable, Equatable {
    /// Its id.
    public var id: ModelID
    /// The project.
    public var project: ProjectID
    /// Its number in the project.
    public var number: Int
    /// What decisions name it by: `v3`.
    public var name: String
    /// Where it stands.
    public var state: ModelState
    /// What it was trained for.
    public var arm: Arm
    /// The learner's name.
    public var learner: String
    /// The learner's settings.
    public var parameters: JSONValue
    /// The labels it was made of.
    public var snapshot: SnapshotView?
    /// The model that was live when it was trained.
    public var parent: ModelID?
    /// The job that trained it.
    public var job: JobID?
    /// Where everything random in its training started, as decimal text.
    public var seed: String
    /// The SHA-256 of its bytes.
    public var hash: String
    /// The calibrator that was chosen, and how it compared with the others.
    public var calibration: JSONValue
    /// The random id of who asked for it.
    public var trainedBy: String
    /// When it was trained.
    public var createdAt: Instant
    /// How it fares on frozen labels, newest set first.
    public var evaluations: [EvaluationView]
    /// Whether the one who asks may put it in place now; nil where that was not asked.
    public var mayPromote: Bool?
    /// Why not, in a sentence.
    public var whyNot: String?

    init(_ model: ModelVersion, snapshot: Snapshot?, evaluations: [Evaluation]) {
        id = model.id
        project = model.project
        number = model.number
        name = model.versionName
        state = model.state
        arm = model.arm
        learner = model.learner
        parameters = model.parameters
        self.snapshot = snapshot.map { SnapshotView($0) }
        parent = model.parent
        job = model.job
        seed = String(model.seed)
        hash = model.blob
        calibration = model.calibration
        trainedBy = model.trainedBy
        createdAt = model.createdAt
        self.evaluations = evaluations.map { EvaluationView($0) }
    }
}

/// A snapshot as the API and the pages show it.
public struct SnapshotView: Codable, Sendable, Equatable {
    /// Its id.
    public var id: SnapshotID
    /// SHA-256 over its labels.
    public var hash: String
    /// How many labels it holds.
    public var labels: Int
    /// Those that fit a model.
    public var train: Int
    /// Those that calibrate.
    public var calibrate: Int
    /// Those that evaluate.
    public var evaluate: Int
    /// Those that people gave and the live model of then had not seen.
    public var newHumanLabels: Int
    /// When it was taken.
    public var createdAt: Instant

    init(_ snapshot: Snapshot) {
        id = snapshot.id
        hash = snapshot.hash
        labels = snapshot.count
        train = snapshot.details.counts[.train] ?? 0
        calibrate = snapshot.details.counts[.calibrate] ?? 0
        evaluate = snapshot.details.counts[.evaluate] ?? 0
        newHumanLabels = snapshot.details.newHumanLabels
        createdAt = snapshot.createdAt
    }
}

/// How a model fares on one frozen set of labels.
public struct EvaluationView: Codable, Sendable, Equatable {
    /// A group of the set, or all of it.
    public struct Slice: Codable, Sendable, Equatable {
        /// `all`, or `column=value`.
        public var name: String
        /// How many items it has.
        public var n: Int
        /// Metrics by name.
        public var metrics: [String: Double]
        /// How often each true label was given each label, truth-major.
        public var counts: [Int]
    }

    /// The hash of the set.
    public var hash: String
    /// The labels, in the order of `counts`.
    public var labels: [String]
    /// The whole set first, then its groups.
    public var slices: [Slice]
    /// When it was judged.
    public var createdAt: Instant

    init(_ evaluation: Evaluation) {
        hash = evaluation.hash
        labels = evaluation.labels
        slices = evaluation.slices.map { Slice(name: $0.name, n: $0.n, metrics: $0.metrics, counts: $0.counts) }
        createdAt = evaluation.createdAt
    }
}

/// Which model is live, as the API and the pages show it.
public struct LiveModelView: Codable, Sendable, Equatable {
    /// The live model.
    public var model: ModelID
    /// What decisions name it by.
    public var name: String
    /// The one that was live before, to which a rollback leads.
    public var previous: ModelID?
    /// Since when.
    public var since: Instant
    /// Rises with each change.
    public var version: Int

    init(_ live: LiveModelRow, number: Int) {
        model = live.model
        name = "v\(number)"
        previous = live.previous
        since = live.since
        version = live.version
    }
}
