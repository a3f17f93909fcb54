import Crypto
import TandemStore
import TandemTabular

/// The name of a set of labels: equal labels on equal contents give equal hashes, whatever ids the items have.
///
/// SHA-256 over the sorted lines `["content hash","label","part"]` in canonical JSON, each ended by a line feed.
public enum SnapshotHash {
    /// The hash of rows, in any order.
    public static func of(_ rows: some Sequence<SnapshotRow>) throws(JSONError) -> String {
        var lines: [String] = []
        for row in rows {
            let line: JSONValue = [
                .string(BlobHash.hex(row.contentHash)), .string(row.label), .string(row.part.rawValue),
            ]
            lines.append(try line.canonicalString)
        }
        var hash = SHA256()
        for line in lines.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            hash.update(data: Array(line.utf8))
            hash.update(data: [UInt8(ascii: "\n")])
        }
        return BlobHash.hex(hash.finalize())
    }

    /// The order in which rows are trained on: by content, label, and only then by id, so that the same labels give
    /// the same model whatever ids their items have.
    public static func precedes(_ left: SnapshotRow, _ right: SnapshotRow) -> Bool {
        if left.contentHash != right.contentHash {
            return left.contentHash.lexicographicallyPrecedes(right.contentHash)
        }
        if left.label != right.label { return left.label.utf8.lexicographicallyPrecedes(right.label.utf8) }
        return left.item < right.item
    }
}
