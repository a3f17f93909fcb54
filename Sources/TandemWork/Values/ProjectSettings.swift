import TandemLabeling
import TandemLedger

/// How a project works; every setting has a default, so `{}` is a project's settings too.
public struct ProjectSettings: Sendable, Hashable, Codable {
    /// How many people answer each label task, 1 to 25.
    public var overlap = 1
    /// How long a person may keep a task without a heartbeat, in seconds.
    public var leaseSeconds = 600
    /// Share of a person's tasks that are items with a known answer, unannounced.
    public var goldShare = 0.02
    /// Share of a person's tasks that they have answered before, at least a day ago, unannounced.
    public var repeatShare = 0.02
    /// Share of a person's tasks that carry a wrong suggestion on purpose, on items with a known answer.
    public var seededErrorShare = 0.02
    /// Share of ordinary label tasks that are answered without seeing the model's answer.
    public var blindShare = 0.1
    /// Share of tasks followed by a question about the explanation.
    public var probeShare = 0.05
    /// Share of people's settled answers that an expert reviews afterwards.
    public var reviewShare = 0.0
    /// How long an answer can be taken back while its task is not settled, in seconds; 0 settles at once.
    public var undoSeconds = 30
    /// A pause longer than this does not count as active time, in seconds.
    public var idleSeconds = 60
    /// How items are split over train, calibrate and evaluate.
    public var roleShares = RoleShares()
    /// The label that precision, recall and F1 speak of.
    public var positiveLabel: String?
    /// The column whose groups are compared for fairness.
    public var fairnessColumn: String?
    /// The least share of votes (or posterior) that settles an item without an adjudicator; above 0.5.
    public var agreementThreshold = 0.7
    /// How votes become one answer once workers are known: `auto`, or a method of `Aggregators.all`.
    public var aggregator = Aggregators.automatic
    /// Whether imported items become label tasks at once.
    public var queueImported = true
    /// Where the items come from, as shown on pages.
    public var source: DataSource?
    /// A notice shown wherever people's work shows, for example that the people are simulated.
    public var notice: String?

    /// The defaults.
    public init() {}

    /// From JSON; absent members keep their defaults.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ value: inout T) throws {
            if let found = try members.decodeIfPresent(T.self, forKey: key) { value = found }
        }
        try read(.overlap, &overlap)
        try read(.leaseSeconds, &leaseSeconds)
        try read(.goldShare, &goldShare)
        try read(.repeatShare, &repeatShare)
        try read(.seededErrorShare, &seededErrorShare)
        try read(.blindShare, &blindShare)
        try read(.probeShare, &probeShare)
        try read(.reviewShare, &reviewShare)
        try read(.undoSeconds, &undoSeconds)
        try read(.idleSeconds, &idleSeconds)
        try read(.roleShares, &roleShares)
        try read(.agreementThreshold, &agreementThreshold)
        try read(.aggregator, &aggregator)
        try read(.queueImported, &queueImported)
        positiveLabel = try members.decodeIfPresent(String.self, forKey: .positiveLabel)
        fairnessColumn = try members.decodeIfPresent(String.self, forKey: .fairnessColumn)
        source = try members.decodeIfPresent(DataSource.self, forKey: .source)
        notice = try members.decodeIfPresent(String.self, forKey: .notice)
    }

    /// Refuses settings outside their ranges.
    /// - Throws: `Problem` invalid, naming the first setting that is wrong.
    public func check() throws(Problem) {
        func require(_ holds: Bool, _ name: String, _ rule: String) throws(Problem) {
            guard holds else {
                throw Problem(.invalid, "bad_setting", "\(name) must be \(rule).", at: "/settings/\(name)")
            }
        }
        try require((1...25).contains(overlap), "overlap", "from 1 to 25")
        try require((30...86_400).contains(leaseSeconds), "lease_seconds", "from 30 to 86,400")
        let shares = [
            ("gold_share", goldShare), ("repeat_share", repeatShare), ("seeded_error_share", seededErrorShare),
            ("blind_share", blindShare), ("probe_share", probeShare), ("review_share", reviewShare),
        ]
        for (name, share) in shares { try require((0...1).contains(share), name, "from 0 to 1") }
        try require(goldShare + repeatShare + seededErrorShare <= 0.5, "gold_share", "at most 0.5 with its siblings")
        try require((0...3600).contains(undoSeconds), "undo_seconds", "from 0 to 3,600")
        try require((5...3600).contains(idleSeconds), "idle_seconds", "from 5 to 3,600")
        let total = roleShares.train + roleShares.calibrate + roleShares.evaluate
        let parts = [roleShares.train, roleShares.calibrate, roleShares.evaluate]
        try require(parts.allSatisfy { $0 >= 0 } && abs(total - 1) < 1e-9, "role_shares", "at least 0 and sum to 1")
        try require(
            agreementThreshold > 0.5 && agreementThreshold <= 1, "agreement_threshold", "above 0.5 and at most 1")
        try require(
            Aggregators.names.contains(aggregator), "aggregator",
            "one of \(Aggregators.names.joined(separator: ", "))")
    }
}

/// How items are split over the roles; the shares sum to 1.
public struct RoleShares: Sendable, Hashable, Codable {
    /// Share that models learn from.
    public var train = 0.5
    /// Share that probabilities and certificates are calibrated on.
    public var calibrate = 0.3
    /// Share that models are compared on.
    public var evaluate = 0.2

    /// The defaults: 0.5, 0.3, 0.2.
    public init() {}

    /// Shares of your own.
    public init(train: Double, calibrate: Double, evaluate: Double) {
        self.train = train
        self.calibrate = calibrate
        self.evaluate = evaluate
    }
}

/// Where a project's data comes from.
public struct DataSource: Sendable, Hashable, Codable {
    /// Its name.
    public var name: String
    /// Where it can be found.
    public var url: String?
    /// Its licence.
    public var license: String?
    /// One sentence about it.
    public var text: String?

    /// A source.
    public init(name: String, url: String? = nil, license: String? = nil, text: String? = nil) {
        self.name = name
        self.url = url
        self.license = license
        self.text = text
    }
}
