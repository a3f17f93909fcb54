import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemLabeling

/// What scripts/reference/kinds.py writes (crowd-kit 1.4.2).
private struct Golden: Decodable {
    struct Preferences: Decodable {
        let strength: [Double]
        let rows: [[Int32]]
        let plain: [String: [Double]]
        let plainSpearman: Double
        let noisySpearman: Double
        let workers: Int

        enum CodingKeys: String, CodingKey {
            case strength, rows, plain, workers
            case plainSpearman = "plain_spearman"
            case noisySpearman = "noisy_spearman"
        }

        var comparisons: Comparisons {
            Comparisons(
                lefts: rows.map { $0[0] }, rights: rows.map { $0[1] },
                winners: rows.map { $0[2] == 1 ? .left : .right }, workers: rows.map { $0[3] },
                itemCount: strength.count, workerCount: workers)
        }
    }

    struct Texts: Decodable {
        let rows: [[String]]
        let result: [String: String]
    }

    let preferences: [Preferences]
    let texts: [Texts]
}

private func ranks(_ values: [Double]) -> [Double] {
    values.map { value in Double(values.count { $0 < value }) }
}

/// The rank correlation of lists without ties.
private func spearman(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let squares = zip(ranks(a), ranks(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return 1 - 6 * squares / (n * (n * n - 1))
}

@Suite struct KindTests {
    private let golden: Golden

    init() throws { golden = try fixture("kinds") }

    // MARK: Preferences

    @Test func `Bradley–Terry equals crowd-kit's after the same number of rounds`() throws {
        for one in golden.preferences {
            for (rounds, scores) in one.plain {
                let fit = BradleyTerry(iterations: try #require(Int(rounds)), tolerance: 0).fit(one.comparisons)
                #expect(zip(fit.scores, scores).allSatisfy { agree($0, $1, to: 1e-9) }, "\(rounds)")
            }
            let fit = BradleyTerry().fit(one.comparisons)
            #expect(fit.isConnected && abs(fit.scores.reduce(0, +) - 1) < 1e-12)
            #expect(zip(fit.scores, try #require(one.plain["3000"])).allSatisfy { abs($0 - $1) < 1e-8 })
        }
    }

    @Test func `with spammers the noisy model ranks at least as well as crowd-kit's and finds them`() throws {
        for one in golden.preferences {
            let fit = NoisyBradleyTerry().fit(one.comparisons)
            #expect(fit.isConverged)
            #expect(spearman(fit.scores, one.strength) >= max(one.plainSpearman, one.noisySpearman) - 1e-9)
        }
        let fit = NoisyBradleyTerry().fit(golden.preferences[1].comparisons)
        let spam = fit.reliabilities[0..<4].max() ?? 1
        #expect(fit.reliabilities[4...].allSatisfy { $0 > spam } && fit.leftBiases[0] > 0.7)
    }

    @Test func `turning every comparison around changes nothing`() {
        let one = golden.preferences[0].comparisons
        let turned = Comparisons(
            lefts: one.rights, rights: one.lefts, winners: one.winners.map { $0 == .left ? .right : .left },
            workers: one.workers, itemCount: one.itemCount, workerCount: one.workerCount)
        #expect(BradleyTerry().fit(one).scores == BradleyTerry().fit(turned).scores)
        let noisy = zip(NoisyBradleyTerry().fit(one).scores, NoisyBradleyTerry().fit(turned).scores)
        #expect(noisy.allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func `ties are half a win, a chain of wins is told to have no plain fit, nothing has no items`() {
        let tie = Comparisons(
            lefts: [0], rights: [1], winners: [.tie], workers: [0], itemCount: 2, workerCount: 1)
        #expect(BradleyTerry().fit(tie).scores == [0.5, 0.5])
        let chain = Comparisons(
            lefts: [0, 1], rights: [1, 2], winners: [.left, .left], workers: [0, 0], itemCount: 3, workerCount: 1)
        #expect(!BradleyTerry(iterations: 10).fit(chain).isConnected)
        let drawn = BradleyTerry(pseudoComparisons: 0.1).fit(chain).scores
        #expect(drawn[0] > drawn[1] && drawn[1] > drawn[2] && drawn[2] > 0)
        let none = Comparisons(lefts: [], rights: [], winners: [], workers: [], itemCount: 0, workerCount: 0)
        #expect(BradleyTerry().fit(none).scores.isEmpty && NoisyBradleyTerry().fit(none).scores.isEmpty)
    }

    // MARK: Texts

    @Test func `ROVER gives crowd-kit's texts`() {
        for one in golden.texts {
            let byTask = Dictionary(grouping: one.rows) { $0[0] }
            for (task, expected) in one.result {
                #expect(Rover().consensus(of: (byTask[task] ?? []).map { $0[2] })?.text == expected)
            }
        }
    }

    @Test func `one text is its own consensus and none has none`() {
        #expect(Rover().consensus(of: []) == nil)
        #expect(Rover().consensus(of: ["a b"]) == Rover.Consensus(text: "a b", agreement: 1))
        #expect(Rover().consensus(of: ["", ""])?.text == "")
        #expect(Rover().consensus(of: ["a b c", "a x c", "a b c"])?.agreement == (1 + 2.0 / 3 + 1) / 3)
    }

    // MARK: Numbers

    private func answers(
        workers: [(bias: Double, slope: Double, noise: Double)], tasks: Int, seed: UInt64
    ) throws
        -> (NumericAnswers, [Double])
    {
        var random = SplitMix64(seed: seed)
        let truth = (0..<tasks).map { _ in 50 + 20 * random.normal() }
        var values: [Double] = []
        for task in 0..<tasks {
            for worker in workers {
                values.append(50 + worker.bias + worker.slope * (truth[task] - 50) + worker.noise * random.normal())
            }
        }
        let n = workers.count
        let answers = try NumericAnswers(
            tasks: values.indices.map { Int32($0 / n) }, workers: values.indices.map { Int32($0 % n) }, values: values,
            taskCount: tasks, workerCount: n)
        return (answers, truth)
    }

    private func error(_ found: [Double], _ truth: [Double]) -> Double {
        (zip(found, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(truth.count)).squareRoot()
    }

    @Test func `precise workers are found, biased ones corrected, and those who always say the usual not trusted`()
        throws
    {
        let (answers, truth) = try answers(
            workers: [(0, 1, 2), (0, 1, 30), (0, 1, 30), (25, 1, 5), (0, 0, 1), (-5, 1, 10)], tasks: 600, seed: 3)
        let weighted = NumericMethod.weighted.consensus(of: answers)
        let plain = error(NumericMethod.mean.consensus(of: answers).values, truth)
        #expect(error(weighted.values, truth) < 0.75 * plain)
        let workers = weighted.workers
        #expect(workers[0].deviation < workers[1].deviation && workers[4].slope < 0.4)
        #expect(workers[3].bias - workers[0].bias > 15)
    }

    @Test func `mean and median are what they are called`() throws {
        let answers = try NumericAnswers(
            tasks: [0, 0, 0, 0, 1, 1], workers: [0, 1, 2, 0, 0, 1], values: [99, 2, 6, 4, 1, 2], taskCount: 3,
            workerCount: 3)
        let mean = NumericMethod.mean.consensus(of: answers)
        let median = NumericMethod.median.consensus(of: answers)
        // The first worker's 99 was replaced by 4.
        #expect(mean.values[0] == 4 && mean.values[1] == 1.5 && mean.values[2].isNaN)
        #expect(median.values[0] == 4 && median.values[1] == 1.5)
        #expect(agree(mean.standardErrors[0], (4.0 / 3).squareRoot(), to: 1e-12) && answers.count == 5)
    }

    @Test func `equal answers, one answer and none are settled without noise`() throws {
        let same = try NumericAnswers(
            tasks: [0, 0], workers: [0, 1], values: [3, 3], taskCount: 1, workerCount: 2)
        #expect(NumericMethod.weighted.consensus(of: same).values == [3])
        let none = try NumericAnswers(tasks: [], workers: [], values: [], taskCount: 0, workerCount: 0)
        #expect(NumericMethod.weighted.consensus(of: none).values.isEmpty)
        #expect(throws: StatisticsError.invalidValue(at: 0)) {
            try NumericAnswers(tasks: [0], workers: [0], values: [.infinity], taskCount: 1, workerCount: 1)
        }
    }

    @Test func `moving and stretching all answers moves and stretches the consensus`() throws {
        let (answers, _) = try answers(workers: [(0, 1, 3), (4, 1, 9), (0, 0.5, 4)], tasks: 80, seed: 5)
        let moved = try NumericAnswers(
            tasks: answers.all.map { Int32($0.task) }, workers: answers.all.map { Int32($0.worker) },
            values: answers.all.map { 1_000 + 3 * $0.value }, taskCount: 80, workerCount: 3)
        let first = NumericMethod.weighted.consensus(of: answers).values
        let second = NumericMethod.weighted.consensus(of: moved).values
        #expect(zip(first, second).allSatisfy { abs(1_000 + 3 * $0 - $1) < 1e-3 })
    }
}
