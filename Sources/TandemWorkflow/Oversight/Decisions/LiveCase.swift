import TandemLedger
import TandemOversight
import TandemTabular
import TandemWork

/// A live case as a caller sends it.
public struct LiveCase: Sendable, Codable, Hashable {
    /// The item's values by column.
    public var item: JSONValue
    /// The caller's own probabilities by label; absent asks the project's live model.
    public var scores: [String: Double]?
    /// The version of the caller's own model; needed with `scores`.
    public var modelVersion: String?
    /// What an agent wants to do about the case, in place of scores: then people answer the action and no label.
    public var action: ActionBody?
    /// Whether a person must decide.
    public var askPerson: Bool?
    /// Where a human decision is sent once it is made; absent uses the policy's.
    public var callback: String?
    /// When the default takes over; absent uses the policy's.
    public var deadline: Instant?
    /// The label that takes over at the deadline; absent uses the policy's.
    ///
    /// With an action it can only be `reject`.
    public var defaultLabel: String?

    /// The names in JSON before `Wire` makes them snake_case.
    enum CodingKeys: String, CodingKey {
        case item, scores, modelVersion, action, askPerson, callback, deadline
        case defaultLabel = "default"
    }

    /// An action as a caller sends it.
    public struct ActionBody: Sendable, Codable, Hashable {
        /// What is to be done.
        public var name: String
        /// With which arguments: an object.
        public var arguments: JSONValue

        /// An action.
        public init(name: String, arguments: JSONValue) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// A case.
    public init(
        item: JSONValue, scores: [String: Double]? = nil, modelVersion: String? = nil, action: ActionBody? = nil,
        askPerson: Bool? = nil, callback: String? = nil, deadline: Instant? = nil, defaultLabel: String? = nil
    ) {
        self.item = item
        self.scores = scores
        self.modelVersion = modelVersion
        self.action = action
        self.askPerson = askPerson
        self.callback = callback
        self.deadline = deadline
        self.defaultLabel = defaultLabel
    }

    /// The caller's own proposal, if they sent scores.
    /// - Throws: `Problem` `scores_invalid`.
    func proposal(labels: [String]) throws(Problem) -> Proposal? {
        guard let scores else { return nil }
        guard let modelVersion, (1...200).contains(modelVersion.utf8.count) else {
            throw Problem(
                .invalid, "scores_invalid", "Scores come with the model_version they are from.", at: "/model_version")
        }
        if let unknown = scores.keys.filter({ !labels.contains($0) }).min() {
            throw Problem(
                .invalid, "scores_invalid", "\(unknown) is none of the labels \(labels.joined(separator: ", ")).",
                at: "/scores/\(unknown)")
        }
        let sum = scores.values.reduce(0, +)
        guard scores.values.allSatisfy({ (0...1).contains($0) }), abs(sum - 1) <= 0.01 else {
            throw Problem(.invalid, "scores_invalid", "Scores are probabilities that sum to 1.", at: "/scores")
        }
        return Proposal(source: .caller, model: nil, version: modelVersion, scores: scores)
    }

    /// The agent's action, if they sent one.
    /// - Throws: `Problem` `action_invalid`.
    func agentAction() throws(Problem) -> AgentAction? {
        guard let action else { return nil }
        guard scores == nil else {
            throw Problem(.invalid, "action_invalid", "An action comes without scores.", at: "/scores")
        }
        guard let arguments = action.arguments.object else {
            throw Problem(.invalid, "action_invalid", "Arguments are a JSON object.", at: "/action/arguments")
        }
        return try AgentAction(name: action.name, arguments: arguments)
    }

    /// Checks what does not depend on the model.
    /// - Throws: `Problem` `callback_invalid`, `deadline_invalid`, `default_invalid`.
    func check(labels: [String], now: Instant) throws(Problem) {
        if let callback, let refusal = CallbackRules.refusal(of: callback) {
            throw Problem(.invalid, "callback_invalid", refusal, at: "/callback")
        }
        if let deadline, deadline <= now {
            throw Problem(.invalid, "deadline_invalid", "The deadline has passed already.", at: "/deadline")
        }
        if action != nil {
            guard defaultLabel == nil || defaultLabel == ActionVerdict.reject.rawValue else {
                throw Problem(
                    .invalid, "default_invalid",
                    "An action that nobody answers is rejected; no other default is taken.",
                    at: "/default")
            }
            return
        }
        if let defaultLabel, !labels.contains(defaultLabel) {
            throw Problem(
                .invalid, "default_invalid", "\(defaultLabel) is none of the labels \(labels.joined(separator: ", ")).",
                at: "/default")
        }
    }
}
