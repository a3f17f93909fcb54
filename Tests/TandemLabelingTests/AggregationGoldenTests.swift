import Foundation
import TandemTabular
import Testing

@testable import TandemLabeling

/// What scripts/reference/aggregation.py writes (crowd-kit 1.4.2, cleanlab 2.9.0).
struct AggregationGolden: Decodable {
    struct Case: Decodable {
        struct DawidSkene: Decodable {
            let posterior: [[Double]]
            let rounds: Int
            let prior: [Double]
        }
        struct Weighted: Decodable {
            let posterior: [[Double]]
            let skills: [String: Double]
        }
        struct Glad: Decodable {
            let posterior: [[Double]]
            let abilities: [String: Double]
        }
        struct Mace: Decodable {
            let posterior: [[Double]]
            let spamming: [Double]
            let strategies: [[Double]]
            let workers: [String]
        }

        let labels: Int
        let votes: [[String]]
        let known: [String: Int]
        let dawidSkene7: DawidSkene
        let dawidSkene: DawidSkene
        let dawidSkeneKnown: DawidSkene
        let weighted: Weighted
        let glad: Glad
        let mace: Mace

        func table() throws -> VoteTable {
            try VoteTable(
                votes.map { Vote(item: $0[0], worker: $0[1], label: Int($0[2]) ?? -1) }, labelCount: labels)
        }
    }

    struct Crowdlab: Decodable {
        let labels: Int
        let grid: [[Int?]]
        let probabilities: [[Double]]
        let consensus: [Int32]
        let quality: [Double]
        let agreement: [Double]
        let modelWeight: Double
        let weights: [Double]
        let voteQuality: [[Double?]]
        let workers: [String: [Double?]]
    }

    let aggregation: [Case]
    let crowdlab: [Crowdlab]
    let accuracies: [String: [String: Double]]
}

@Suite struct AggregationGoldenTests {
    private let golden: AggregationGolden

    init() throws { golden = try fixture("aggregation") }

    private func near(_ ours: [Double], _ theirs: [[Double]], _ tolerance: Double, _ name: String) {
        let flat = theirs.flatMap(\.self)
        #expect(ours.count == flat.count)
        let worst = zip(ours, flat).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(worst < tolerance, "\(name): \(worst)")
    }

    @Test func `Dawid–Skene's posteriors agree with crowd-kit's to 1e-9, as many rounds long`() throws {
        for one in golden.aggregation {
            let table = try one.table()
            let seven = DawidSkene(iterations: 7, tolerance: -1).aggregate(table, known: .none, threads: 2)
            near(seven.posteriors, one.dawidSkene7.posterior, 1e-9, "seven rounds, \(one.labels)")
            let whole = DawidSkene().aggregate(table, known: .none, threads: 1)
            near(whole.posteriors, one.dawidSkene.posterior, 1e-9, "to the end, \(one.labels)")
            #expect(whole.rounds == one.dawidSkene.rounds && whole.hasConverged)
            for (ours, theirs) in zip(whole.fit.prior, one.dawidSkene.prior) { #expect(abs(ours - theirs) < 1e-9) }
            let known = try KnownLabels(one.known, in: table)
            let told = DawidSkene(iterations: 20, tolerance: -1).aggregate(table, known: known, threads: 1)
            near(told.posteriors, one.dawidSkeneKnown.posterior, 1e-9, "with known items, \(one.labels)")
        }
    }

    @Test func `sparse confusion matrices give the same posteriors as dense ones`() throws {
        for one in golden.aggregation {
            let table = try one.table()
            let method = DawidSkene(iterations: 7, tolerance: -1)
            let run = DawidSkeneRun(votes: table, known: .none, threads: 2, method: method)
            let shares = VoteShares.posteriors(table, known: .none, threads: 1)
            let sparse = run.rounds(SparseConfusions(table, known: .none, threads: 2), from: shares)
            near(sparse.posteriors, one.dawidSkene7.posterior, 1e-9, "sparse, \(one.labels)")
            let whole = DawidSkeneRun(votes: table, known: .none, threads: 1, method: DawidSkene())
                .rounds(SparseConfusions(table, known: .none, threads: 1), from: shares)
            #expect(whole.rounds == one.dawidSkene.rounds)
        }
    }

    @Test func `weighted votes agree with crowd-kit's Wawa`() throws {
        for one in golden.aggregation {
            let found = WeightedVote().aggregate(try one.table(), known: .none, threads: 1)
            near(found.posteriors, one.weighted.posterior, 1e-12, "weighted")
            for (worker, skill) in one.weighted.skills {
                #expect(agree(try #require(found.fit.workerAccuracy[worker]), skill, to: 1e-12))
            }
        }
    }

    @Test func `GLAD comes to the stationary point of crowd-kit's search`() throws {
        for one in golden.aggregation {
            let found = Glad(iterations: 5_000, tolerance: 1e-13).aggregate(try one.table(), known: .none, threads: 1)
            near(found.posteriors, one.glad.posterior, 1e-6, "glad, \(one.labels)")
            for (worker, ability) in one.glad.abilities {
                let ours = try #require(found.fit.abilities[worker])
                #expect(abs(ours - ability) < 1e-6, "\(worker): \(ours) \(ability)")
            }
        }
    }

    @Test func `MACE from crowd-kit's start and priors agrees with it to 1e-9`() throws {
        for one in golden.aggregation {
            let table = try one.table()
            let rows = VoteRows(table)
            let place = Dictionary(uniqueKeysWithValues: one.mace.workers.enumerated().map { ($1, $0) })
            let order = try table.workers.map { try #require(place[$0]) }
            var strategies = [Double](repeating: 0, count: rows.count)
            for worker in order.indices {
                for row in rows.offsets[worker]..<rows.offsets[worker + 1] {
                    strategies[row] = one.mace.strategies[order[worker]][Int(rows.labels[row])]
                }
            }
            let method = Mace(knowingPrior: 0.5, strategyPrior: 10, learnsFrequencies: false)
            var run = MaceRun(
                table, known: .none, threads: 2, rows: rows,
                start: MaceStart(spamming: order.map { one.mace.spamming[$0] }, strategies: strategies), method: method)
            run.run(50)
            near(run.posteriors, one.mace.posterior, 1e-9, "mace, \(one.labels)")
        }
    }

    @Test func `CROWDLAB agrees with cleanlab`() throws {
        for one in golden.crowdlab {
            var votes: [Vote] = []
            for (item, row) in one.grid.enumerated() {
                for (worker, label) in row.enumerated() {
                    if let label { votes.append(Vote(item: "i\(item)", worker: "w\(worker)", label: label)) }
                }
            }
            // Columns of the grid are the workers' order, so that the last ties fall alike.
            let table = try VoteTable(
                items: Codes(
                    codes: votes.map { Int32($0.item.dropFirst()) ?? 0 }, names: one.grid.indices.map { "i\($0)" }),
                workers: Codes(
                    codes: votes.map { Int32($0.worker.dropFirst()) ?? 0 },
                    names: one.weights.indices.map { "w\($0)" }),
                labels: votes.map { Int32($0.label) }, labelCount: one.labels)
            let found = try Crowdlab().judge(table, probabilities: one.probabilities.flatMap(\.self))
            #expect(found.labels == one.consensus)
            near(found.quality, [one.quality], 1e-9, "quality")
            near(found.agreement, [one.agreement], 1e-9, "agreement")
            near(found.voteQuality, [one.voteQuality.flatMap { $0.compactMap(\.self) }], 1e-9, "votes")
            near(found.workers.map(\.weight), [one.weights], 1e-9, "weights")
            #expect(agree(found.modelWeight, one.modelWeight, to: 1e-9))
            for (number, worker) in found.workers.enumerated() {
                let theirs = try #require(one.workers["w\(number)"])
                #expect(agree(worker.quality ?? -1, theirs[0] ?? -1, to: 1e-9))
                #expect(agree(worker.agreement, theirs[1] ?? -1, to: 1e-9))
                #expect(worker.worstLabel.map(Double.init) == theirs[2] && Double(worker.votes) == theirs[3])
            }
        }
    }
}
