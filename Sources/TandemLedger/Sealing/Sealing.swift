import TandemTabular

/// Personal details that go with an event, readable only as long as the key of the one they are about exists.
public struct Sealing: Sendable, Equatable {
    /// Whom the details are about, as the workspace names them; never written into the event itself.
    public var subject: String
    /// The details.
    public var content: JSONValue

    /// Details about a subject.
    public init(about subject: String, _ content: JSONValue) {
        self.subject = subject
        self.content = content
    }
}

extension EventDraft {
    /// The same draft with personal details that the ledger encrypts with the subject's key.
    public func sealing(_ content: JSONValue, about subject: String) -> EventDraft {
        var draft = self
        draft.sealed = Sealing(about: subject, content)
        return draft
    }
}
