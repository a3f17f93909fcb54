import Synchronization

/// Remembers what a few texts parsed to.
///
/// A project's question and settings are read in every transaction and change rarely. Keyed by the text itself, it can
/// never be stale.
final class Memo<Value: Sendable>: Sendable {
    private let known = Mutex<[String: Value]>([:])
    private let limit: Int

    init(limit: Int = 256) {
        self.limit = limit
    }

    func value(of text: String, parse: (String) throws -> Value) rethrows -> Value {
        if let value = known.withLock({ $0[text] }) { return value }
        let value = try parse(text)
        known.withLock { known in
            if known.count >= limit { known.removeAll() }
            known[text] = value
        }
        return value
    }
}
