/// Who decides a case, and why.
public struct Route: Sendable, Hashable {
    /// Who decides.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The model's label stands at once.
        case auto
        /// A person decides; the model's label is provisional.
        case human
    }

    /// Who decides.
    public let kind: Kind
    /// Every reason that applied, in a fixed order; never empty.
    public let reasons: [RoutingReason]
    /// Whether the case is answered blind by people too, to measure the model.
    public let audited: Bool
    /// The priority that a rule asked for, the most urgent one when several held.
    public let priority: Int?
}

/// One reason for a route: a stable code and a sentence.
public struct RoutingReason: Sendable, Hashable, Codable {
    /// What kind of reason it is.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// The caller asked for a person.
        case askedForPerson = "asked_for_person"
        /// A rule of the policy held.
        case rule
        /// A rule could not be decided because a value is missing or of another type; people take the safe side.
        case ruleUndecided = "rule_undecided"
        /// There is no live model and the caller sent no scores.
        case noModel = "no_model"
        /// The model gave no label.
        case noLabel = "no_label"
        /// The project has no valid certificate.
        case noCertificate = "no_certificate"
        /// Something the certificate binds has changed.
        case certificateUnbound = "certificate_unbound"
        /// The scores are not from the model that the certificate is about.
        case modelUncertified = "model_uncertified"
        /// A monitor fired.
        case monitorFired = "monitor_fired"
        /// The certificate does not cover the proposed label.
        case labelUncertified = "label_uncertified"
        /// The score is below the certificate's threshold for the label.
        case belowThreshold = "below_threshold"
        /// The policy does not let this agent's action go without a person.
        case actionNeedsPerson = "action_needs_person"
        /// The policy lets this agent's action go without a person.
        case actionAllowed = "action_allowed"
        /// The certificate covers it: decided automatically.
        case certified
    }

    /// The kind of reason.
    public let code: Code
    /// One sentence for people.
    public let text: String

    /// A reason.
    public init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }
}
