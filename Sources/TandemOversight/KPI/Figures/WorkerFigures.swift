import TandemLedger
import TandemStatistics

/// What the ledger says of one person's answers in a project, by the rules of KPI 1, 3 and 6.
public struct WorkerFigures: Sendable, Hashable {
    /// A share with its Wilson interval of 95 %, and what is missing to tell it from a target.
    public struct Share: Sendable, Hashable {
        /// Of how many.
        public let n: Int
        /// The share, 0…1.
        public let value: Double
        /// The lower end of its interval.
        public let lower: Double
        /// The upper end of its interval.
        public let upper: Double
        /// Whether the target is met, by the whole interval; nil while the interval does not decide.
        public let isMet: Bool?
        /// How many more observations at the present rate would show that the target is met; nil when it is decided, or
        /// when the present rate is not inside the target.
        public let needed: Int?

        init?(_ successes: Int, of n: Int, atLeast limit: Double) {
            guard let interval = Estimate.wilson(successes: successes, of: n) else { return nil }
            self.n = n
            value = interval.value
            lower = interval.lower
            upper = interval.upper
            switch Target.atLeast(limit).verdict(on: interval) {
            case .met: (isMet, needed) = (true, nil)
            case .notMet: (isMet, needed) = (false, nil)
            case .notYetProven:
                isMet = nil
                needed = SampleSize.additional(successes: successes, of: n, target: .atLeast(limit))
            }
        }
    }

    /// Counted answers.
    public private(set) var answers = 0
    /// The median active time of an answer in milliseconds; nil without answers.
    public private(set) var medianMilliseconds: Int?
    /// Votes on items with a known answer that equal it.
    ///
    /// Wrong suggestions on purpose are left out. Target: 95 %.
    public private(set) var gold: Share?
    /// Pairs with other people's independent first answers to the same items that agree.
    ///
    /// Target: 90 %. Pairs on one item are not independent, so the interval is somewhat too narrow where overlap is above
    /// two.
    public private(set) var agreement: Share?

    /// The figures of everybody who answered, by worker.
    public static func all(_ events: KPIEvents) -> [WorkerID: WorkerFigures] {
        var times: [Int32: [Int32]] = [:]
        for answer in events.answers where answer.isCounted {
            times[answer.worker, default: []].append(answer.activeMilliseconds)
        }
        let gold = gold(events)
        let agreement = agreement(events)
        var figures: [WorkerID: WorkerFigures] = [:]
        for (worker, times) in times {
            var one = WorkerFigures()
            one.answers = times.count
            let measured = times.filter { $0 >= 0 }.sorted()
            one.medianMilliseconds = measured.isEmpty ? nil : Int(measured[(measured.count - 1) / 2])
            if let tally = gold[worker] { one.gold = Share(tally.hits, of: tally.n, atLeast: 0.95) }
            if let tally = agreement[worker] { one.agreement = Share(tally.hits, of: tally.n, atLeast: 0.9) }
            figures[WorkerID(rawValue: events.names.workers.names[Int(worker)])] = one
        }
        return figures
    }

    private struct Tally {
        var hits = 0
        var n = 0
    }

    private static func gold(_ events: KPIEvents) -> [Int32: Tally] {
        let known = LabelingAccuracy.gold(events)
        var tallies: [Int32: Tally] = [:]
        for answer in events.answers where answer.isVote && answer.purpose != .seeded {
            let truth = answer.gold >= 0 ? answer.gold : known[answer.item] ?? -1
            guard truth >= 0 else { continue }
            tallies[answer.worker, default: Tally()].n += 1
            tallies[answer.worker]?.hits += answer.value == truth ? 1 : 0
        }
        return tallies
    }

    private static func agreement(_ events: KPIEvents) -> [Int32: Tally] {
        var items: [Int32: [Answer]] = [:]
        for answer in FirstPass.answers(events) { items[answer.item, default: []].append(answer) }
        var tallies: [Int32: Tally] = [:]
        for answers in items.values where answers.count > 1 {
            for answer in answers {
                let alike = answers.count { $0.value == answer.value } - 1
                tallies[answer.worker, default: Tally()].n += answers.count - 1
                tallies[answer.worker]?.hits += alike
            }
        }
        return tallies
    }
}
