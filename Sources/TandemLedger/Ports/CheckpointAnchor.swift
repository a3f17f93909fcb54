/// A place outside the database where checkpoints are repeated, so that whoever rewrites the database is found out.
public protocol CheckpointAnchor: Sendable {
    /// Appends lines durably; each ends with a line feed.
    func append(_ bytes: [UInt8]) throws

    /// The last line without its line feed; nil when there is none.
    func lastLine() throws -> [UInt8]?

    /// Hands over each line without its line feed, first to last, without holding them all.
    func forEachLine(_ body: ([UInt8]) throws -> Void) throws
}
