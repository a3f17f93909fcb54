/// Which labels may be used for what, so that no figure rests on labels that were chosen by a model.
///
/// Labels of the audit slice never train; labels that were asked for because a model was unsure only train.
public enum Eligibility {
    /// The part a settled label takes in a snapshot.
    /// - Parameters:
    ///   - role: the role of its item: train, calibrate or evaluate.
    ///   - purpose: why the label was asked for: work, audit or decision.
    /// - Returns: the part; nil when it takes none.
    public static func part(role: String, purpose: String) -> Part? {
        switch Part(rawValue: role) {
        case .train: purpose == "audit" ? nil : .train
        case .calibrate: isUniform(purpose) ? .calibrate : nil
        case .evaluate: isUniform(purpose) ? .evaluate : nil
        case nil: nil
        }
    }

    /// Whether labels of this purpose were asked for without looking at what a model said.
    public static func isUniform(_ purpose: String) -> Bool { purpose == "work" || purpose == "audit" }

    /// Whether a label of this source was given by people, not by the world.
    public static func isHuman(source: String) -> Bool { source != "outcome" }
}
