import TandemNumerics
import Testing

@testable import TandemLabeling

/// Every aggregator is listed here once and keeps the port's promises.
private let aggregators: [any Aggregator] =
    Aggregators.all + [OneCoinDawidSkene(pseudoRight: 0, pseudoWrong: 0)]

/// A team of known skill labels items of known truth.
func team(items: Int, skills: [Double], labels: Int, seed: UInt64) -> (votes: [Vote], truth: [String: Int]) {
    var random = SplitMix64(seed: seed)
    var votes: [Vote] = []
    var truth: [String: Int] = [:]
    for item in 0..<items {
        let right = random.below(labels)
        truth["item\(item)"] = right
        for (worker, skill) in skills.enumerated() {
            let wrong = (right + 1 + random.below(labels - 1)) % labels
            let label = random.uniform() < skill ? right : wrong
            votes.append(Vote(item: "item\(item)", worker: "worker\(worker)", label: label))
        }
    }
    return (votes, truth)
}

@Suite struct AggregatorConformanceTests {
    /// Opens the existential so that the checks can name the fit's type.
    private func each(_ check: (any AggregatorFit, String) throws -> Void, _ votes: [Vote], labels: Int) throws {
        let table = try VoteTable(votes, labelCount: labels)
        for aggregator in aggregators {
            func run<A: Aggregator>(_ aggregator: A) throws {
                let fit = aggregator.fit(table)
                #expect(fit == aggregator.fit(table), "\(A.name) is deterministic")
                try check(fit, A.name)
            }
            try run(aggregator)
        }
        #expect(Set(aggregators.map { type(of: $0).name }).count == 6)
    }

    @Test func `posteriors are probabilities and accuracies lie between zero and one`() throws {
        let (votes, _) = team(items: 50, skills: [0.9, 0.7, 0.6], labels: 3, seed: 1)
        try each(
            { fit, name in
                for consensus in fit.consensus(of: try VoteTable(votes, labelCount: 3)) {
                    #expect(
                        consensus.posterior.count == 3 && abs(consensus.posterior.reduce(0, +) - 1) < 1e-12, "\(name)")
                    #expect(consensus.posterior.allSatisfy { $0 >= 0 } && consensus.votes == 3)
                }
                #expect(fit.workerAccuracy.count == 3 && fit.workerAccuracy.values.allSatisfy { $0 >= 0 && $0 <= 1 })
            }, votes, labels: 3)
    }

    @Test func `nobody having voted gives no label`() throws {
        try each(
            { fit, name in
                let nothing = fit.consensus(of: [ItemVote]())
                #expect(
                    nothing.label == nil && !nothing.isTie && nothing.confidence == nil && nothing.votes == 0, "\(name)"
                )
                #expect(abs(nothing.posterior.reduce(0, +) - 1) < 1e-12)
                let empty = try VoteTable([], labelCount: 2)
                #expect(fit.estimatedAccuracy(of: empty) == nil)
            }, [], labels: 2)
    }

    @Test func `agreement of all wins and more votes are surer`() throws {
        let (votes, _) = team(items: 80, skills: [0.8, 0.8, 0.8], labels: 2, seed: 2)
        try each(
            { fit, name in
                let one = fit.consensus(of: [ItemVote(worker: "worker0", label: 1)])
                let three = fit.consensus(of: (0..<3).map { ItemVote(worker: "worker\($0)", label: 1) })
                #expect(one.label == 1 && three.label == 1, "\(name)")
                let surer = try #require(three.confidence)
                let sure = try #require(one.confidence)
                #expect(surer > sure)
            }, votes, labels: 2)
    }

    @Test func `equals that disagree are a tie resolved by order of labels alone`() throws {
        try each(
            { fit, name in
                let tie = fit.consensus(of: [ItemVote(worker: "new", label: 2), ItemVote(worker: "newer", label: 1)])
                #expect(tie.isTie && tie.label == 1, "\(name)")
            }, [], labels: 3)
    }

    @Test func `the order of votes does not matter`() throws {
        let (votes, _) = team(items: 30, skills: [0.9, 0.6, 0.6], labels: 2, seed: 3)
        var random = SplitMix64(seed: 9)
        var mixed = votes
        random.shuffle(&mixed)
        let table = try VoteTable(mixed, labelCount: 2)
        try each(
            { fit, name in
                for item in table.items.indices {
                    let there = fit.consensus(of: table.votes(on: item))
                    let back = fit.consensus(of: table.votes(on: item).reversed())
                    #expect(there.label == back.label && there.isTie == back.isTie, "\(name)")
                    #expect(zip(there.posterior, back.posterior).allSatisfy { agree($0, $1, to: 1e-9) })
                }
            }, votes, labels: 2)
    }

    @Test func `better workers are found to be better`() throws {
        let (votes, truth) = team(items: 400, skills: [0.95, 0.75, 0.6, 0.75], labels: 3, seed: 4)
        try each(
            { fit, name in
                let accuracy = fit.workerAccuracy
                let best = try #require(accuracy["worker0"])
                let worst = try #require(accuracy["worker2"])
                #expect(accuracy.values.allSatisfy { $0 <= best && $0 >= worst }, "\(name)")
                let table = try VoteTable(votes, labelCount: 3)
                let right = zip(table.items, fit.consensus(of: table)).count { truth[$0] == $1.label }
                #expect(right > 340, "\(name)")
            }, votes, labels: 3)
    }

    @Test func `labels out of range are refused in tables and ignored in single votes`() throws {
        #expect(throws: LabelingError.labelOutOfRange(2, labelCount: 2)) {
            try VoteTable([Vote(item: "a", worker: "w", label: 2)], labelCount: 2)
        }
        #expect(throws: LabelingError.tooFewLabels(1)) { try VoteTable([], labelCount: 1) }
        try each(
            { fit, _ in
                #expect(fit.consensus(of: [ItemVote(worker: "w", label: 7)]).label == nil)
            }, [], labels: 2)
    }
}
