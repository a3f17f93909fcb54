import TandemLedger
import TandemWork

/// An import as the API shows it.
public struct ImportView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: ImportID
    /// Its name, unique in the project; sending the file again under it goes on where it stopped.
    public var name: String
    /// Where it stands.
    public var state: ItemImport.State
    /// Records of the file that were dealt with.
    public var rowsRead: Int
    /// Items that were new.
    public var added: Int
    /// Items that the project had already, with the same content.
    public var repeated: Int
    /// Records that were set aside.
    public var rejected: Int
    /// The first of the records that were set aside.
    public var problems: [ImportRejection]
    /// When it began.
    public var createdAt: Instant
    /// When it ended.
    public var endedAt: Instant?

    init(_ one: ItemImport, problems: [ImportRejection]) {
        id = one.id
        name = one.name
        state = one.state
        rowsRead = one.rowsRead
        added = one.added
        repeated = one.repeated
        rejected = one.rejected
        self.problems = problems
        createdAt = one.createdAt
        endedAt = one.endedAt
    }
}
