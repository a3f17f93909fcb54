import CLibPQ
import TandemStore

/// The rows of one statement as they arrive, so that a million of them need no memory.
final class RowStream {
    private let connection: Connection
    private var columns: ResultColumns?
    private var kept: [Row] = []
    private var nextKept = 0
    private var isComplete = false
    private var failure: (any Error)?
    /// How many rows the statement changed, known at its end.
    private(set) var changed = 0

    init(_ connection: Connection) { self.connection = connection }

    /// The next row; nil at the end.
    func next() throws -> Row? {
        if nextKept < kept.count {
            defer { nextKept += 1 }
            return kept[nextKept]
        }
        if let failure { throw failure }
        return try receive()
    }

    /// Keeps the rest in memory because the connection is needed for something else.
    func buffer() throws {
        while let row = try receive() { kept.append(row) }
    }

    /// Reads what is left and forgets it; a failure that comes only now has failed the transaction anyway.
    func discard() {
        while !isComplete { _ = try? receive() }
    }

    private func receive() throws -> Row? {
        while !isComplete {
            guard let received = connection.nextResult() else {
                isComplete = true
                break
            }
            do {
                let result = try connection.check(received)
                defer { PQclear(result) }
                if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                    let columns = self.columns ?? ResultColumns(result)
                    self.columns = columns
                    return columns.row(result, 0)
                }
                changed = Self.changes(result)
            } catch { failure = error }  // the end of results must be read all the same
        }
        if let failure { throw failure }
        return nil
    }

    /// "INSERT 0 3", "UPDATE 2", "DELETE 1"; a SELECT changes nothing.
    private static func changes(_ result: OpaquePointer) -> Int {
        guard let status = PQcmdStatus(result), let tuples = PQcmdTuples(result) else { return 0 }
        let verb = String(cString: status).prefix(6)
        return ["INSERT", "UPDATE", "DELETE", "MERGE "].contains(verb) ? Int(String(cString: tuples)) ?? 0 : 0
    }
}
