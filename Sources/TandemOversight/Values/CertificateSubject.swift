import TandemLedger

/// Whose automatic decisions a certificate speaks of.
public enum CertificateSubject: Sendable, Hashable {
    /// A model of the registry, while it is the live one.
    case live(ModelID)
    /// A model outside, under the version that callers send with its scores.
    ///
    /// Tandem never sees its bytes: the promise rests on callers naming another version when they change the model. The
    /// monitors of the certificate notice a change of cases and of errors all the same.
    case caller(version: String)

    private static let prefix = "caller:"

    /// The subject as it is stored: the model's id, or `caller:` and the version.
    public var text: String {
        switch self {
        case .live(let model): model.rawValue
        case .caller(let version): Self.prefix + version
        }
    }

    /// A stored subject.
    public init(text: String) {
        self =
            text.hasPrefix(Self.prefix)
            ? .caller(version: String(text.dropFirst(Self.prefix.count))) : .live(ModelID(rawValue: text))
    }

    /// The registry's model; nil for a caller's own.
    public var model: ModelID? {
        if case .live(let model) = self { model } else { nil }
    }

    /// The version of a caller's own model; nil for one of the registry.
    public var callerVersion: String? {
        if case .caller(let version) = self { version } else { nil }
    }

    /// Whether scores come from what the certificate is about.
    public func covers(_ proposal: Proposal) -> Bool {
        switch self {
        case .live: proposal.source == .live
        case .caller(let version): proposal.source == .caller && proposal.version == version
        }
    }
}
