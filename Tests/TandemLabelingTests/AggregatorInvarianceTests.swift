import TandemNumerics
import TandemTabular
import Testing

@testable import TandemLabeling

/// What may not matter to an aggregator: order, names, threads, and being stored in between.
@Suite struct AggregatorInvarianceTests {
    /// Votes of seven workers of different skill, four on each of 120 items, three labels; no item is nearly tied.
    private func crowd(_ seed: UInt64 = 4) -> [Vote] {
        let skills = [0.95, 0.9, 0.85, 0.7, 0.6, 0.9, 0.8]
        let (votes, _) = team(items: 120, skills: skills, labels: 3, seed: seed)
        var random = SplitMix64(seed: seed)
        return votes.filter { _ in random.uniform() < 0.6 }
    }

    private func posteriors(
        _ method: any Aggregator, _ votes: [Vote], threads: Int = 1
    ) throws -> [String: [Double]] {
        let table = try VoteTable(votes, labelCount: 3)
        let found = method.judged(table, threads: threads).posteriors
        return Dictionary(
            uniqueKeysWithValues: table.items.enumerated().map { ($1, Array(found[$0 * 3..<$0 * 3 + 3])) })
    }

    private func same(_ first: [String: [Double]], _ second: [String: [Double]], _ name: String) {
        #expect(first.count == second.count)
        for (item, row) in first {
            for (a, b) in zip(row, second[item] ?? []) { #expect(abs(a - b) < 1e-6, "\(name), \(item)") }
        }
    }

    @Test(arguments: Aggregators.names.dropFirst())
    func `permuting rows, workers and class names changes nothing`(name: String) throws {
        let method = try #require(Aggregators.named(name))
        let votes = crowd()
        let plain = try posteriors(method, votes)
        var random = SplitMix64(seed: 11)
        var mixed = votes
        random.shuffle(&mixed)
        same(plain, try posteriors(method, mixed), "\(name), rows")
        let renamed = votes.map { Vote(item: $0.item, worker: "z" + String($0.worker.reversed()), label: $0.label) }
        same(plain, try posteriors(method, renamed), "\(name), workers")
        let turned = votes.map { Vote(item: $0.item, worker: $0.worker, label: ($0.label + 1) % 3) }
        let back = try posteriors(method, turned).mapValues { [$0[1], $0[2], $0[0]] }
        // A tie in the start may fall to another label, which is the only place where order counts.
        if name != WeightedVote.name { same(plain, back, "\(name), classes") }
    }

    @Test(arguments: Aggregators.names.dropFirst())
    func `threads change no bit`(name: String) throws {
        let method = try #require(Aggregators.named(name))
        let (votes, _) = team(items: 5_000, skills: [0.9, 0.7, 0.6], labels: 3, seed: 6)
        let table = try VoteTable(votes, labelCount: 3)
        #expect(method.judged(table, threads: 1).posteriors == method.judged(table, threads: 4).posteriors)
    }

    @Test(arguments: Aggregators.names.dropFirst())
    func `a stored fit judges as the fit does`(name: String) throws {
        func check<A: Aggregator>(_ method: A) throws {
            let fit = method.fit(try VoteTable(crowd(), labelCount: 3))
            let text = try fit.json.canonicalString
            let read = try A.Fit(json: JSONValue(parsing: text))
            #expect(read == fit && read.workerAccuracy == fit.workerAccuracy)
            let votes = [("worker0", 1), ("worker4", 2), ("new", 2)].map { ItemVote(worker: $0.0, label: $0.1) }
            let stored = try Aggregators.fit(name, json: fit.json)
            #expect(stored.consensus(of: votes) == fit.consensus(of: votes))
            #expect(throws: LabelingError.self) { try A.Fit(json: ["label_count": 1]) }
            #expect(throws: LabelingError.self) { try A.Fit(json: ["label_count": 3]) }
        }
        let method = try #require(Aggregators.named(name))
        try check(method)
    }

    @Test(arguments: Aggregators.names.dropFirst())
    func `one worker, one item, one label and no votes are judged without fuss`(name: String) throws {
        let method = try #require(Aggregators.named(name))
        let one = try VoteTable([Vote(item: "a", worker: "w", label: 1)], labelCount: 2)
        let alone = method.judged(one).posteriors
        #expect(alone.count == 2 && alone[1] > 0.5 && abs(alone[0] + alone[1] - 1) < 1e-12)
        let (votes, _) = team(items: 20, skills: [1, 1, 1], labels: 2, seed: 1)
        let single = try VoteTable(votes.map { Vote(item: $0.item, worker: $0.worker, label: 0) }, labelCount: 2)
        let all = method.judged(single).posteriors
        #expect(all.allSatisfy(\.isFinite) && stride(from: 0, to: 40, by: 2).allSatisfy { all[$0] > 0.5 })
        #expect(method.judged(try VoteTable([], labelCount: 2)).posteriors.isEmpty)
        let gap = try VoteTable(
            items: Codes(codes: [0], names: ["a", "empty"]), workers: Codes(codes: [0], names: ["w", "idle"]),
            labels: [1], labelCount: 2)
        let found = method.judged(gap).posteriors
        #expect(found.count == 4 && found.allSatisfy(\.isFinite) && abs(found[2] + found[3] - 1) < 1e-12)
    }

    @Test(arguments: Aggregators.names.dropFirst())
    func `known labels stand, and workers are measured against them`(name: String) throws {
        let method = try #require(Aggregators.named(name))
        let (votes, truth) = team(items: 90, skills: [0.95, 0.55, 0.55], labels: 2, seed: 3)
        let table = try VoteTable(votes, labelCount: 2)
        let gold = truth.filter { $0.key.hasSuffix("1") || $0.key.hasSuffix("2") || $0.key.hasSuffix("3") }
        let known = try KnownLabels(gold, in: table)
        let (posteriors, fit, _, _) = method.judged(table, known: known)
        for (number, item) in table.items.enumerated() {
            guard let label = gold[item] else { continue }
            #expect(posteriors[number * 2 + label] == 1 && known[number] == label)
        }
        let best = try #require(fit.workerAccuracy["worker0"])
        #expect(fit.workerAccuracy.values.allSatisfy { $0 <= best }, "\(name): \(fit.workerAccuracy)")
    }

    @Test func `coded columns and named votes give the same table`() throws {
        let votes = crowd() + [Vote(item: "item3", worker: "worker1", label: 2)]
        let named = try VoteTable(votes, labelCount: 3)
        func codes(_ values: [String]) -> Codes {
            var names: [String] = []
            let codes = values.map { value -> Int32 in
                if let place = names.firstIndex(of: value) { return Int32(place) }
                names.append(value)
                return Int32(names.count - 1)
            }
            return Codes(codes: codes, names: names)
        }
        let coded = try VoteTable(
            items: codes(votes.map(\.item)), workers: codes(votes.map(\.worker)), labels: votes.map { Int32($0.label) },
            labelCount: 3)
        #expect(coded == named)
    }
}
