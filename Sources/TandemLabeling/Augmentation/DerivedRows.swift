/// Which rows of a table were made from which others, and where they may go: a derived row belongs to its parents' side of
/// every split and is never evaluated on.
///
/// A derived row is nearly its parent. Where one is trained on and the other measured on, the measure is of memory, not of
/// the model; and a derived row was never seen in the world, so no figure may rest on it.
public struct DerivedRows: Sendable, Hashable {
    /// The parents of each row, as rows of the same table; empty for an original.
    public let parents: [[Int]]

    /// Reads parents from ids; ids that are not in the table make their children refused everywhere.
    ///
    /// - Parameters:
    ///   - ids: each row's id.
    ///   - parents: the ids of each row's parents; empty for originals.
    public init(ids: [String], parents: [[String]]) {
        let rows = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.parents = parents.enumerated().map { row, names in
            names.map { name in
                let parent = rows[name] ?? -1
                return parent == row ? -1 : parent
            }
        }
    }

    /// Rows that were not derived.
    public var originals: [Int] { parents.indices.filter { parents[$0].isEmpty } }

    /// The rows that may be trained on when these originals may: they themselves, and what was derived of them alone,
    /// through any number of steps.
    public func training(from originals: some Sequence<Int>) -> [Int] {
        let allowed = Set(originals).filter { parents[$0].isEmpty }
        var known = [Bool?](repeating: nil, count: parents.count)
        for row in parents.indices where parents[row].isEmpty { known[row] = allowed.contains(row) }
        return parents.indices.filter { isAllowed($0, &known) }
    }

    /// The rows that may be evaluated on among `rows`: originals only.
    public func evaluation(from rows: some Sequence<Int>) -> [Int] { rows.filter { parents[$0].isEmpty } }

    private func isAllowed(_ row: Int, _ known: inout [Bool?]) -> Bool {
        if let answer = known[row] { return answer }
        known[row] = false  // a ring of parents has no original
        let answer = parents[row].allSatisfy { $0 >= 0 && isAllowed($0, &known) }
        known[row] = answer
        return answer
    }

    /// The role of a row derived from parents with these roles: `training` when all of them are for training; nil, which
    /// means that the row must not exist, in every other case.
    ///
    /// The role is inherited and never drawn: the content of a derived row differs from its parent's, so that a draw by
    /// content could put it among the rows to evaluate on.
    public static func role<Role: Equatable>(ofParents roles: [Role], training: Role) -> Role? {
        !roles.isEmpty && roles.allSatisfy { $0 == training } ? training : nil
    }
}
