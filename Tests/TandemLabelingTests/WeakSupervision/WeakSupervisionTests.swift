import TandemLabeling
import TandemNumerics
import Testing

private struct WeakFixture: Decodable { let planted: [PlantedVotes] }

@Suite struct WeakSupervisionTests {
    private static let planted: [PlantedVotes] = {
        do { return try fixture("weaksupervision", as: WeakFixture.self).planted } catch { return [] }
    }()

    @Test func `the votes are those that Python drew, and the majority is right as often as there`() throws {
        #expect(Self.planted.count == 48)
        for plan in Self.planted {
            let (truth, votes) = try plan.draw()
            #expect(votes.columns.reduce(0) { $0 + $1.count { $0 >= 0 } } == plan.votes, "\(plan.name) \(plan.seed)")
            var independent = try WeakSupervision(method: .majority).labels(of: votes)
            #expect(independent.fallback == .asked)
            if independent.dependences.isEmpty {
                #expect(abs(accuracy(independent, truth) - plan.majority) < 1e-9, "\(plan.name) \(plan.seed)")
            } else {
                independent = try WeakSupervision(method: .auto).labels(of: votes)
                #expect(accuracy(independent, truth) > plan.majority)
            }
        }
    }

    /// One task in 200 may go the other way on a single set of 2,000; over a family of sets it may not.
    @Test(arguments: ["independent", "copied", "nearly copied", "one label each"])
    func `labels are right at least as often as Snorkel's`(_ family: String) throws {
        var ours = 0.0
        var theirs = 0.0
        let plans = Self.planted.filter { $0.name.hasPrefix(family) }
        #expect(plans.count == 12)
        for plan in plans {
            let (truth, votes) = try plan.draw()
            let labels = try WeakSupervision().labels(of: votes)
            let mine = accuracy(labels, truth)
            #expect(mine >= plan.snorkel - 0.005, "\(plan.name) seed \(plan.seed): \(mine) against \(plan.snorkel)")
            #expect(labels.fallback == nil)
            ours += mine
            theirs += plan.snorkel
        }
        #expect(ours > theirs, "\(ours / 12) against \(theirs / 12)")
    }

    @Test func `a function and its copies count once`() throws {
        for plan in Self.planted where plan.name.hasPrefix("copied") {
            let (truth, votes) = try plan.draw()
            let copies = plan.functions.indices.filter { plan.functions[$0].copies != nil }
            let original = try #require(plan.functions[copies[0]].copies)
            let labels = try WeakSupervision().labels(of: votes)
            let model = try #require(labels.model)
            let family = [original] + copies
            let weight = family.reduce(0) { $0 + model.weights[$1] }
            #expect(abs(weight - 1) < 0.02, "\(plan.name) \(plan.seed): \(weight)")
            let pairs = Set(labels.dependences.filter { $0.strength > 0.9 }.map { [$0.one, $0.other] })
            #expect(pairs.count == family.count * (family.count - 1) / 2)
            // Without the copies the labels are the same but for a few.
            let alone = try FunctionVotes(
                functions: votes.functions.dropLast(4).map { $0 }, labels: votes.labels,
                columns: votes.columns.dropLast(4).map { $0 })
            let once = try WeakSupervision().labels(of: alone)
            #expect(abs(accuracy(once, truth) - accuracy(labels, truth)) < 0.012, "\(plan.name) \(plan.seed)")
        }
    }

    @Test func `independent functions are not taken for dependent`() throws {
        for plan in Self.planted where plan.name.hasPrefix("independent") {
            let labels = try WeakSupervision().labels(of: plan.draw().votes)
            #expect(labels.dependences.isEmpty, "\(plan.name) \(plan.seed): \(labels.dependences)")
        }
    }

    @Test func `estimated accuracies lie near the planted ones, in their intervals most of the time`() throws {
        var inside = 0
        var all = 0
        var error = 0.0
        for plan in Self.planted where plan.name.hasPrefix("independent") {
            let (truth, votes) = try plan.draw()
            let labels = try WeakSupervision().labels(of: votes)
            for (function, column) in votes.columns.enumerated() {
                let voted = column.indices.filter { column[$0] >= 0 }
                let right = voted.count { Int(column[$0]) == truth[$0] }
                let empirical = Double(right) / Double(voted.count)
                let estimate = try #require(labels.accuracies[function])
                #expect(estimate.lower <= estimate.value && estimate.value <= estimate.upper)
                error += abs(estimate.value - empirical)
                if estimate.lower <= empirical, empirical <= estimate.upper { inside += 1 }
                all += 1
            }
        }
        #expect(error / Double(all) < 0.04, "\(error / Double(all))")
        #expect(Double(inside) / Double(all) > 0.7, "\(inside) of \(all)")
    }

    @Test func `the order of tasks and functions, and the number of threads, change nothing`() throws {
        let plan = try #require(Self.planted.first { $0.name == "nearly copied 3" })
        let (_, votes) = try plan.draw()
        let labels = try WeakSupervision(threads: 1).labels(of: votes)
        #expect(try WeakSupervision(threads: 3).labels(of: votes) == labels)
        let (_, turned) = try plan.draw(functionOrder: votes.functions.indices.reversed())
        let other = try WeakSupervision().labels(of: turned)
        for (one, two) in zip(labels.probabilities, other.probabilities) { #expect(abs(one - two) < 1e-9) }
        let back = try FunctionVotes(
            functions: votes.functions, labels: votes.labels, columns: votes.columns.map { $0.reversed() })
        let reversed = try WeakSupervision().labels(of: back)
        let count = votes.labels.count
        for task in 0..<votes.taskCount {
            let mirror = votes.taskCount - 1 - task
            for label in 0..<count {
                #expect(
                    abs(labels.probabilities[task * count + label] - reversed.probabilities[mirror * count + label])
                        < 1e-9)
            }
        }
    }

    @Test func `exchanging the labels' names exchanges their probabilities`() throws {
        let plan = try #require(Self.planted.first { $0.name == "independent 2" })
        let (_, votes) = try plan.draw()
        let swapped = try FunctionVotes(
            functions: votes.functions, labels: votes.labels,
            columns: votes.columns.map { $0.map { $0 < 0 ? $0 : 1 - $0 } })
        let one = try WeakSupervision().labels(of: votes)
        let other = try WeakSupervision().labels(of: swapped)
        for task in 0..<votes.taskCount {
            #expect(abs(one.probabilities[2 * task] - other.probabilities[2 * task + 1]) < 1e-9)
        }
    }

    @Test func `fitted on a part of many tasks it does as well as on all, and the same seed gives the same labels`()
        throws
    {
        var plan = try #require(Self.planted.first { $0.name == "independent 2" && $0.seed == 2 })
        plan.tasks = 80_000
        let (truth, votes) = try plan.draw()
        let labels = try WeakSupervision(seed: 7).labels(of: votes)
        #expect(labels.fittedTasks == 32_768)
        #expect(try WeakSupervision(seed: 7, threads: 2).labels(of: votes) == labels)
        let other = try WeakSupervision(seed: 8).labels(of: votes)
        #expect(other.probabilities != labels.probabilities)
        #expect(abs(accuracy(labels, truth) - accuracy(other, truth)) < 0.002)
    }

    @Test func `a given class balance is kept, a bad one refused`() throws {
        let plan = try #require(Self.planted.first { $0.name == "independent 3" })
        let (_, votes) = try plan.draw()
        let labels = try WeakSupervision(balance: [0.2, 0.3, 0.5]).labels(of: votes)
        #expect(labels.model?.balance == [0.2, 0.3, 0.5])
        for balance in [[0.5, 0.5], [0.5, 0.6, 0.1], [1, 0, 0]] {
            #expect(throws: FunctionVotesError.badBalance) { try WeakSupervision(balance: balance).labels(of: votes) }
        }
    }

    @Test func `a model labels a single task as it labels the whole set, and reads back from its JSON`() throws {
        let plan = try #require(Self.planted.first { $0.name == "nearly copied 4" })
        let (_, votes) = try plan.draw()
        let labels = try WeakSupervision().labels(of: votes)
        let model = try #require(labels.model)
        #expect(try LabelModel(json: model.json) == model)
        for task in stride(from: 0, to: 2_000, by: 97) where labels.overview.votesOnTask[task] > 0 {
            let alone = model.probabilities(of: votes.columns.map { Int($0[task]) })
            for label in 0..<4 { #expect(abs(alone[label] - labels.probabilities[task * 4 + label]) < 1e-9) }
        }
    }
}
