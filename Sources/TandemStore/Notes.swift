/// What a connection remembers from one transaction to the next: rows as they were read and parsed, each known by a
/// version that changes whenever the row does.
///
/// Forgotten when a transaction is rolled back, for a version that was seen in it may come up again with other content.
public protocol Note: AnyObject {
    /// With nothing remembered.
    init()
}

/// The notes of one connection, by kind; used by the thread that uses the connection.
public final class Notes {
    private var kinds: [ObjectIdentifier: any Note] = [:]

    /// Nothing remembered.
    public init() {}

    /// The one note of a kind.
    public func of<Kind: Note>(_ kind: Kind.Type) -> Kind {
        if let known = kinds[ObjectIdentifier(kind)] as? Kind { return known }
        let new = Kind()
        kinds[ObjectIdentifier(kind)] = new
        return new
    }

    /// Forgets everything.
    package func forget() { kinds = [:] }
}
