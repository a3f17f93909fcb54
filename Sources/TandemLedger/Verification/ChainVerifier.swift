import TandemStore

/// Follows one chain row by row and stops believing it at the first bad one.
struct ChainVerifier {
    /// The first bad row, before it is known whether the right one stands elsewhere.
    struct Break {
        let fault: LedgerFinding.Fault
        let event: Event
        /// The place where something else was expected.
        let seq: Int
        /// The hash that the row at that place should name as the one before it.
        let previous: [UInt8]
    }

    let chain: String
    private(set) var seq = 0
    private(set) var hash = EventHash.genesis
    private(set) var last: EventID?
    private(set) var first: Break?

    init(chain: String) { self.chain = chain }

    /// Takes the next row in the order of places.
    mutating func take(_ event: Event, storedHash: [UInt8]) {
        if first != nil { return }
        if let fault = fault(event, storedHash) {
            first = Break(fault: fault, event: event, seq: seq + 1, previous: hash)
            return
        }
        seq = event.seq
        hash = event.hash
        last = event.id
    }

    private func fault(_ event: Event, _ storedHash: [UInt8]) -> LedgerFinding.Fault? {
        if event.seq != seq + 1 { return .missing }
        if event.hash != storedHash { return .edited }
        if event.previous != hash { return seq == 0 ? .edited : .replaced }
        return nil
    }

    /// What is wrong with the chain, once all its rows were taken.
    func finding(head: Checkpoint.Head?, _ tx: any ReadTransaction) throws -> LedgerFinding? {
        if let first { return try finding(first, tx) }
        guard let head else {
            return LedgerFinding(
                .head, chain: chain, seq: seq, event: last, "Chain \(chain) has \(seq) rows but no head.")
        }
        if head.seq > seq {
            return LedgerFinding(
                .truncated, chain: chain, seq: seq + 1,
                "Chain \(chain) ends at row \(seq), but its head names row \(head.seq): row \(seq + 1) and later are gone."
            )
        }
        if head.seq < seq {
            return LedgerFinding(
                .head, chain: chain, seq: head.seq + 1,
                "Chain \(chain) goes on to row \(seq), but its head names row \(head.seq).")
        }
        if head.hash != hash {
            return LedgerFinding(
                .replaced, chain: chain, seq: seq, event: last,
                "Row \(seq) of chain \(chain) was exchanged together with its hash; the head names another.")
        }
        return nil
    }

    private func finding(_ first: Break, _ tx: any ReadTransaction) throws -> LedgerFinding {
        let place = "Row \(first.seq) of chain \(chain)"
        let rightful = try tx.row(
            "SELECT seq FROM event WHERE chain = \(chain) AND prev = \(first.previous) ORDER BY seq LIMIT 1")
        if let elsewhere = try rightful?.int("seq"), elsewhere != first.seq {
            return LedgerFinding(
                .reordered, chain: chain, seq: first.seq, event: first.event.seq == first.seq ? first.event.id : nil,
                "\(place) is not the one that was written there; that one stands at place \(elsewhere) now.")
        }
        switch first.fault {
        case .missing:
            return LedgerFinding(
                .missing, chain: chain, seq: first.seq,
                "\(place) is missing; the next one there is row \(first.event.seq).")
        case .replaced:
            return LedgerFinding(
                .replaced, chain: chain, seq: seq, event: last,
                "Row \(seq) of chain \(chain) was exchanged together with its hash; row \(first.seq) names another.")
        default:
            return LedgerFinding(
                .edited, chain: chain, seq: first.seq, event: first.event.id,
                "\(place) (event \(first.event.id)) was edited: its content does not give its hash.")
        }
    }
}
