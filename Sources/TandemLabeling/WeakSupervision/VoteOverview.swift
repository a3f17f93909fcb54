import TandemNumerics

/// What can be counted without a model: who voted where, where functions overlap and where they contradict each other.
public struct VoteOverview: Sendable, Hashable {
    /// The counts of one function.
    public struct Function: Sendable, Hashable {
        /// Votes for each label.
        public var votes: [Int]
        /// Tasks that another function voted on too.
        public var overlaps: Int
        /// Tasks on which another function voted for another label.
        public var conflicts: Int

        /// Tasks it voted on.
        public var covered: Int { votes.reduce(0, +) }

        static func + (one: Function, other: Function) -> Function {
            Function(
                votes: zip(one.votes, other.votes).map(+), overlaps: one.overlaps + other.overlaps,
                conflicts: one.conflicts + other.conflicts)
        }
    }

    /// The counts, function by function.
    public let functions: [Function]
    /// For each task the number of functions that voted.
    public let votesOnTask: [Int16]
    /// For each task whether functions voted for different labels.
    public let isConflict: [Bool]

    /// Tasks with a vote.
    public let covered: Int
    /// Tasks with at least two votes.
    public let overlaps: Int
    /// Tasks with votes for different labels.
    public let conflicts: Int

    /// Mean number of votes on the tasks that have one; 0 when there is none.
    public var density: Double {
        covered == 0 ? 0 : Double(functions.reduce(0) { $0 + $1.covered }) / Double(covered)
    }

    /// Counts in one pass over the columns.
    public init(_ votes: FunctionVotes, threads: Int) {
        let parts = Blocks(count: votes.taskCount).map(threads: threads) { Part(votes, $0) }
        let none = Function(votes: [Int](repeating: 0, count: votes.labels.count), overlaps: 0, conflicts: 0)
        functions = parts.reduce([Function](repeating: none, count: votes.functions.count)) { total, part in
            zip(total, part.functions).map { $0 + $1 }
        }
        votesOnTask = parts.flatMap(\.counts)
        isConflict = parts.flatMap { $0.mixed.map { $0 != 0 } }
        covered = parts.reduce(0) { $0 + $1.counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }
        overlaps = parts.reduce(0) { $0 + $1.counts.reduce(0) { $0 + ($1 > 1 ? 1 : 0) } }
        conflicts = parts.reduce(0) { $0 + $1.mixed.reduce(0) { $0 + Int($1) } }
    }
}

/// The counts of some tasks.
private struct Part: Sendable {
    var functions: [VoteOverview.Function] = []
    var counts: [Int16]
    var mixed: [Int16]

    init(_ votes: FunctionVotes, _ tasks: Range<Int>) {
        counts = [Int16](repeating: 0, count: tasks.count)
        mixed = counts
        var first = [Int16](repeating: FunctionVotes.abstention, count: tasks.count)
        for column in votes.columns { note(column[tasks], &first) }
        for column in votes.columns { functions.append(count(column[tasks], labels: votes.labels.count)) }
    }

    /// Loops without branches over two-byte lanes, so that the processor takes eight tasks at once.
    private mutating func note(_ column: ArraySlice<Int16>, _ first: inout [Int16]) {
        column.withUnsafeBufferPointer { column in
            counts.withUnsafeMutableBufferPointer { counts in
                mixed.withUnsafeMutableBufferPointer { mixed in
                    first.withUnsafeMutableBufferPointer { first in
                        for task in 0..<column.count {
                            let vote = column[task]
                            let earlier = first[task]
                            counts[task] &+= vote >= 0 ? 1 : 0
                            let differs: Int16 = vote != earlier ? 1 : 0
                            let both: Int16 = (vote >= 0 ? 1 : 0) & (earlier >= 0 ? 1 : 0)
                            mixed[task] |= differs & both
                            first[task] = earlier >= 0 ? earlier : vote
                        }
                    }
                }
            }
        }
    }

    private func count(_ column: ArraySlice<Int16>, labels: Int) -> VoteOverview.Function {
        column.withUnsafeBufferPointer { column in
            var overlaps = 0
            var conflicts = 0
            for task in 0..<column.count {
                let voted = column[task] >= 0 ? 1 : 0
                overlaps &+= voted & (counts[task] > 1 ? 1 : 0)
                conflicts &+= voted & Int(mixed[task])
            }
            return VoteOverview.Function(
                votes: Self.histogram(column, labels: labels), overlaps: overlaps, conflicts: conflicts)
        }
    }

    private static func histogram(_ column: UnsafeBufferPointer<Int16>, labels: Int) -> [Int] {
        if labels <= 8 {
            return (0..<Int16(labels)).map { label in
                // Blocks have 8,192 tasks: a two-byte lane cannot overflow.
                var count: Int16 = 0
                for vote in column { count &+= vote == label ? 1 : 0 }
                return Int(count)
            }
        }
        var counts = [Int](repeating: 0, count: labels)
        for vote in column where vote >= 0 { counts[Int(vote)] += 1 }
        return counts
    }
}
