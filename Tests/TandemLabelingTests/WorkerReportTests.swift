import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemLabeling

@Suite struct WorkerReportTests {
    @Test func `a worker's own vote does not speak for itself`() throws {
        // Two workers always agree; the third never does, and of two who differ neither is judged by itself.
        let votes = (0..<30).flatMap { item in
            [("a", 0), ("b", 0), ("c", 1)].map { Vote(item: "i\(item)", worker: $0.0, label: $0.1) }
        }
        let table = try VoteTable(votes, labelCount: 2)
        let found = MajorityVote().aggregate(table, known: .none, threads: 1)
        let reports = WorkerReports(table, posteriors: found.posteriors).all(by: found.fit)
        // Without its own vote the others of a are tied, 0 against 1, so nothing is judged.
        #expect(reports.map(\.accuracy?.n) == [nil, nil, 30])
        #expect(reports[2].accuracy?.value == 0 && reports[2].agreement == 0 && reports[0].agreement == 1)
    }

    @Test func `known items decide where there are any`() throws {
        let (votes, truth) = team(items: 40, skills: [0.9, 0.5, 0.8], labels: 2, seed: 2)
        let table = try VoteTable(votes, labelCount: 2)
        let known = try KnownLabels(truth.filter { $0.key.hasSuffix("0") }, in: table)
        let found = DawidSkene().aggregate(table, known: known, threads: 1)
        let reports = WorkerReports(table, known: known, posteriors: found.posteriors).all(by: found.fit)
        for report in reports {
            let right = votes.count {
                $0.worker == report.worker && $0.item.hasSuffix("0") && truth[$0.item] == $0.label
            }
            #expect(report.basis == .gold && report.accuracy?.n == 4)
            #expect(report.accuracy?.value == Double(right) / 4)
        }
    }

    @Test func `confusion counts sum to the votes, and a label given too often shows`() throws {
        // The third worker says 2 whatever is true.
        let (honest, _) = team(items: 200, skills: [0.9, 0.9, 0.9], labels: 3, seed: 7)
        let votes = honest + (0..<200).map { Vote(item: "item\($0)", worker: "parrot", label: 2) }
        let table = try VoteTable(votes, labelCount: 3)
        let found = DawidSkene().aggregate(table, known: .none, threads: 1)
        let reports = WorkerReports(table, posteriors: found.posteriors).all(by: found.fit)
        for report in reports {
            #expect(abs(report.confusion.total - 200) < 1e-6 && abs(report.bias.reduce(0, +)) < 1e-9)
        }
        let parrot = try #require(reports.first { $0.worker == "parrot" })
        #expect(parrot.bias[2] > 0.5 && parrot.bias[0] < -0.2)
        #expect(parrot.confusion.cells.allSatisfy { $0.given == 2 })
        #expect((parrot.accuracy?.value ?? 1) < 0.5)
    }

    @Test func `the interval of an accuracy covers the truth as often as it says`() throws {
        var covered = 0
        let skills = [0.85, 0.75, 0.8, 0.9, 0.7, 0.85, 0.75, 0.8, 0.9]
        for seed in 0..<40 {
            let (votes, _) = team(items: 120, skills: skills, labels: 3, seed: UInt64(seed))
            let table = try VoteTable(votes, labelCount: 3)
            let found = OneCoinDawidSkene().aggregate(table, known: .none, threads: 1)
            let reports = WorkerReports(table, posteriors: found.posteriors).all(by: found.fit)
            for (report, skill) in zip(reports, skills) {
                if let accuracy = report.accuracy, accuracy.lower <= skill, skill <= accuracy.upper { covered += 1 }
            }
        }
        // 342 of 360 are expected where the consensus of eight others hardly errs; fewer than 325 would be 1 in 10,000.
        #expect(covered > 324, "\(covered) of 360")
    }
}

@Suite struct AutomaticChoiceTests {
    private func choice(items: Int, workers: Int, labels: Int, known: Int = 0) throws -> AutomaticChoice {
        let (votes, truth) = team(
            items: items, skills: [Double](repeating: 0.8, count: workers), labels: labels, seed: 1)
        let table = try VoteTable(votes, labelCount: labels)
        let gold = truth.filter { (Int($0.key.dropFirst(4)) ?? 0) < known }
        return AutomaticChoice(table, known: try KnownLabels(gold, in: table))
    }

    @Test func `redundancy decides, and the reason gives its figures`() throws {
        #expect(try choice(items: 100, workers: 1, labels: 2).name == "majority")
        #expect(try choice(items: 100, workers: 5, labels: 2).name == "dawid-skene")
        #expect(try choice(items: 15, workers: 5, labels: 4).name == "one-coin")
        #expect(try choice(items: 100, workers: 2, labels: 2).name == "one-coin")
        #expect(try choice(items: 5, workers: 5, labels: 2).name == "majority")
        #expect(try choice(items: 100, workers: 2, labels: 2, known: 40).name == "dawid-skene")
        #expect(try choice(items: 100, workers: 5, labels: 2).why.contains("5.0 votes an item"))
        #expect(AutomaticChoice(try VoteTable([], labelCount: 2)).name == "majority")
    }
}

@Suite struct DigammaTests {
    @Test func `digamma has its known values`() {
        #expect(agree(Digamma.value(1), -0.5772156649015329, to: 1e-13))
        #expect(agree(Digamma.value(0.5), -1.9635100260214235, to: 1e-13))
        #expect(agree(Digamma.value(0.05), -20.49784499129987, to: 1e-10))
        #expect(agree(Digamma.value(123.5), 4.812187109433143, to: 1e-9))
    }
}

@Suite struct CrowdlabTests {
    @Test func `what does not fit is refused with a remedy`() throws {
        let lone = try VoteTable([Vote(item: "a", worker: "x", label: 0)], labelCount: 2)
        #expect(throws: LabelingError.self) { try Crowdlab().judge(lone, probabilities: [0.5, 0.5]) }
        let pair = try VoteTable(["x", "y"].map { Vote(item: "a", worker: $0, label: 0) }, labelCount: 2)
        for bad in [[0.5], [0.9, 0.9], [-0.1, 1.1], [.nan, 1]] {
            #expect(throws: LabelingError.self) { try Crowdlab().judge(pair, probabilities: bad) }
        }
        let found = try Crowdlab().judge(pair, probabilities: [0.2, 0.8])
        #expect(found.labels == [0] && found.posteriors.allSatisfy(\.isFinite))
    }

    @Test func `a good model outvotes two of three poor workers`() throws {
        var random = SplitMix64(seed: 5)
        let (votes, truth) = team(items: 300, skills: [0.6, 0.55, 0.6], labels: 2, seed: 12)
        let table = try VoteTable(votes, labelCount: 2)
        let probabilities = table.items.flatMap { item -> [Double] in
            let isRight = random.uniform() < 0.93
            let label = (truth[item] ?? 0) ^ (isRight ? 0 : 1)
            return label == 0 ? [0.95, 0.05] : [0.05, 0.95]
        }
        let found = try Crowdlab().judge(table, probabilities: probabilities)
        func accuracy(_ labels: [Int32]) -> Double {
            Double(zip(table.items, labels).count { truth[$0] == Int($1) }) / 300
        }
        let majority = VoteShares.winners(VoteShares.posteriors(table, known: .none, threads: 1), labels: 2)
        #expect(accuracy(found.labels) > accuracy(majority) + 0.1)
    }
}
