import TandemLedger

/// Who may put which model in place; nobody is above it, administrators included.
public enum PromotionRules {
    /// More than this share of the training labels, and a person's answers made most of the model.
    public static let mostOfIt = 0.5

    /// What has to be known of a candidate.
    public struct Candidate: Sendable, Equatable {
        /// The model.
        public var model: ModelVersion
        /// The share of its training labels by worker; see `SnapshotDetails.lineage`.
        public var lineage: [String: Double]
        /// The hashes of the evaluation sets it was evaluated on.
        public var evaluatedOn: Set<String>

        /// A candidate from its parts.
        public init(model: ModelVersion, lineage: [String: Double], evaluatedOn: Set<String>) {
            self.model = model
            self.lineage = lineage
            self.evaluatedOn = evaluatedOn
        }
    }

    /// Refuses a promotion that the house does not allow.
    /// - Parameters:
    ///   - candidate: the model in question.
    ///   - actor: who wants to put it in place.
    ///   - live: the model that decides now, if any.
    ///   - liveEvaluatedOn: the evaluation sets that one was evaluated on.
    /// - Throws: `Problem` forbidden for the person, conflict for the model.
    public static func check(
        _ candidate: Candidate, by actor: Actor, live: LiveModelRow?, liveEvaluatedOn: Set<String>
    ) throws(Problem) {
        let model = candidate.model
        if model.arm == .withoutPeople {
            throw Problem(
                .conflict, "arm_for_comparison",
                "\(model.versionName) was trained for comparison only; promote the one with people's labels.")
        }
        if live?.model == model.id {
            throw Problem(.conflict, "already_live", "\(model.versionName) is live already.")
        }
        if candidate.evaluatedOn.isEmpty || (live != nil && candidate.evaluatedOn.isDisjoint(with: liveEvaluatedOn)) {
            throw Problem(
                .conflict, "not_compared",
                "\(model.versionName) and the live model were not evaluated on the same frozen labels; retrain.")
        }
        try checkPerson(actor, candidate)
    }

    private static func checkPerson(_ actor: Actor, _ candidate: Candidate) throws(Problem) {
        guard let worker = actor.worker else {
            throw Problem(.forbidden, "needs_a_person", "Only a person puts a model in place.")
        }
        if candidate.model.trainedBy == actor.id {
            throw Problem(
                .forbidden, "author_cannot_promote",
                "You asked for this model; another person has to put it in place.")
        }
        let share = candidate.lineage[worker.rawValue] ?? 0
        if share > mostOfIt {
            throw Problem(
                .forbidden, "own_labels",
                "Your answers made most of this model's training labels; another person has to put it in place.",
                facts: ["share": String(share)])
        }
    }

    /// The model a rollback leads to.
    /// - Throws: `Problem` conflict when there is none.
    public static func target(ofRollbackFrom live: LiveModelRow?) throws(Problem) -> (from: ModelID, to: ModelID) {
        guard let live else { throw Problem(.conflict, "no_live_model", "No model is live in this project.") }
        guard let previous = live.previous else {
            throw Problem(.conflict, "nothing_before", "No model was live before this one.")
        }
        return (live.model, previous)
    }
}
