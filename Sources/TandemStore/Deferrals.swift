/// Changes of one kind that a transaction collects and writes at its end: a counter once, not once for each step.
///
/// They are part of the transaction as if they had been written at once: they are durable with it or undone with it.
/// Whoever reads in the same transaction what is collected here calls `Deferrals.write(in:)` first.
public protocol Deferral: AnyObject {
    /// With nothing collected.
    init()

    /// Writes what was collected and forgets that it is to be written.
    /// - Throws: `StoreError`.
    func write(in tx: any WriteTransaction) throws
}

/// What a transaction has put off to its end, by kind.
///
/// Transactions that share a commit share this too, in their order; should one of them fail, all are undone and run
/// again apart.
public final class Deferrals {
    private var kinds: [ObjectIdentifier: any Deferral] = [:]
    private var order: [any Deferral] = []
    /// Whether anybody asked for one since this was last set to false.
    package var isTouched = false

    /// Nothing put off.
    package init() {}

    /// The one collector of a kind in this transaction.
    public func of<Kind: Deferral>(_ kind: Kind.Type) -> Kind {
        isTouched = true
        if let known = kinds[ObjectIdentifier(kind)] as? Kind { return known }
        let new = Kind()
        kinds[ObjectIdentifier(kind)] = new
        order.append(new)
        return new
    }

    /// Writes everything that was put off, in the order in which the kinds came up.
    /// - Throws: `StoreError`.
    public func write(in tx: any WriteTransaction) throws {
        for deferral in order { try deferral.write(in: tx) }
    }
}

extension ReadTransaction {
    /// Writes what this transaction has put off, so that a query sees it; nothing for one that only reads.
    /// - Throws: `StoreError`.
    public func catchUp() throws {
        guard let tx = self as? any WriteTransaction else { return }
        try tx.deferrals.write(in: tx)
    }
}
