import TandemStore

/// Where the chains stand inside a transaction: read once, and written once at its end, however many events it appends.
final class ChainHeads: Deferral {
    private var heads: [String: (seq: Int, hash: [UInt8])] = [:]
    private var moved: Set<String> = []

    init() {}

    /// The last place of a chain and the hash there, locked until the end of the transaction.
    func head(of chain: String, in tx: any WriteTransaction) throws -> (seq: Int, hash: [UInt8]) {
        if let known = heads[chain] { return known }
        let found = "SELECT seq, hash FROM chain_head WHERE chain = \(chain)" + tx.dialect.rowLock
        let row = try tx.row(found)
        let head = try row.map { (try $0.int("seq"), try $0.blob("hash")) } ?? (0, EventHash.genesis)
        heads[chain] = head
        return head
    }

    /// Notes that events were appended up to here.
    func move(_ chain: String, to head: (seq: Int, hash: [UInt8])) {
        heads[chain] = head
        moved.insert(chain)
    }

    func write(in tx: any WriteTransaction) throws {
        for chain in moved.sorted() {
            guard let head = heads[chain] else { continue }
            try EventStore.setHead(of: chain, to: head.seq, hash: head.hash, in: tx)
        }
        moved = []
    }
}
