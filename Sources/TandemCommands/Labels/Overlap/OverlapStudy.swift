import TandemLabeling
import TandemStatistics

/// A replay beside fixed numbers of votes, held against known answers or the consensus of all votes.
struct OverlapStudy {
    /// What a way to spend votes costs and comes to.
    struct Way {
        /// Votes on all tasks.
        let votes: Int
        /// Votes a task.
        let perTask: Double
        /// The share of judged tasks with the right label; Wilson's interval.
        let accuracy: Estimate?
    }

    /// What labels are held against.
    let reference: String
    /// The tasks that can be judged.
    let judged: [Int]
    /// The replay.
    let course: OverlapCourse
    /// Asking only while in doubt.
    let dynamic: Way
    /// 1, 2, … votes for every task.
    let fixed: [Way]

    init(
        _ file: ChoiceVotesFile, _ method: any Aggregator, stopAt: Double, hasGold: Bool, seed: UInt64, threads: Int
    ) {
        let votes = file.table
        let course = Self.replay(votes, method, OverlapReplay(stopAt: stopAt, seed: seed), threads)
        var truth = [Int32](repeating: -1, count: votes.items.count)
        if hasGold {
            for item in truth.indices { truth[item] = file.known[item].map(Int32.init) ?? -1 }
        } else {
            let posteriors = method.judged(votes, threads: threads).posteriors
            for item in truth.indices {
                let row = posteriors[item * votes.labelCount..<(item + 1) * votes.labelCount]
                truth[item] = Int32(row.indices.reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 } - row.startIndex)
            }
        }
        let judged = truth.indices.filter { truth[$0] >= 0 && !votes.range(of: $0).isEmpty }
        func way(_ used: (Int) -> Int, _ label: (Int) -> Int32) -> Way {
            let count = votes.items.indices.reduce(0) { $0 + used($1) }
            let right = judged.count { label($0) == truth[$0] }
            return Way(
                votes: count, perTask: Double(count) / Double(max(1, votes.items.count)),
                accuracy: Estimate.wilson(successes: right, of: judged.count))
        }
        let most = votes.items.indices.map { votes.range(of: $0).count }.max() ?? 0
        reference = hasGold ? "gold" : "consensus of all votes"
        self.course = course
        self.judged = judged
        dynamic = way({ course.used[$0] }, { course.labels[$0] })
        fixed = (0..<most).map { place in
            way({ min(place + 1, votes.range(of: $0).count) }, { course.label(of: $0, after: place + 1) })
        }
    }

    private static func replay(
        _ votes: VoteTable, _ method: any Aggregator, _ replay: OverlapReplay, _ threads: Int
    ) -> OverlapCourse {
        replay.run(votes, by: method, threads: threads)
    }

    /// The fixed number of votes a task that is as accurate as asking while in doubt, between whole numbers by a straight
    /// line, and what it costs; nil when none is.
    var equal: (overlap: Double, votes: Double)? {
        guard let goal = dynamic.accuracy?.value else { return nil }
        guard let place = fixed.firstIndex(where: { ($0.accuracy?.value ?? 0) >= goal }) else { return nil }
        let here = fixed[place]
        guard place > 0, let high = here.accuracy?.value, let low = fixed[place - 1].accuracy?.value, high > low else {
            return (Double(place + 1), Double(here.votes))
        }
        let share = (goal - low) / (high - low)
        let before = fixed[place - 1]
        return (Double(place) + share, Double(before.votes) + share * Double(here.votes - before.votes))
    }
}
