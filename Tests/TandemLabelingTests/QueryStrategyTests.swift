import TandemNumerics
import TandemTabular
import Testing

@testable import TandemLabeling

@Suite struct QueryStrategyTests {
    private static func pool(rows: Int = 60, classes: Int = 3, labeled: Int = 6) throws -> QueryPool {
        var random = SplitMix64(seed: 3)
        func model() -> Matrix {
            Matrix(
                (0..<rows).map { _ in
                    let raw = (0..<classes).map { _ in random.uniform() + 0.01 }
                    return raw.map { $0 / raw.reduce(0, +) }
                })
        }
        var features = SparseMatrix(columns: 4)
        for _ in 0..<rows {
            var row = SparseRow()
            for column in 0..<4 { row.append(column, random.normal()) }
            features.append(row)
        }
        let items = (0..<Int32(labeled)).map { $0 }
        let votes = try PoolVotes(
            rows: rows, workers: 1, items: items, voters: items.map { _ in 0 },
            labels: items.map { $0 % Int32(classes) })
        return try QueryPool(rows: rows, models: [model(), model()], votes: votes, features: features)
    }

    @Test(arguments: QueryStrategies.all.map(\.name))
    func `a strategy chooses different items, as many as wanted, the same for the same seed`(name: String) throws {
        let strategy = try #require(QueryStrategies.named(name))
        let pool = try Self.pool()
        let chosen = try strategy.choose(from: pool, count: 12, seed: 5)
        #expect(chosen.count == 12 && Set(chosen.map(\.row)).count == 12)
        #expect(try strategy.choose(from: pool, count: 12, seed: 5) == chosen)
        let everything = try strategy.choose(from: pool, count: 1_000, seed: 5)
        #expect(everything.count == (type(of: strategy).asksAgain ? 60 : 54))
        #expect(Set(everything.map(\.row)).count == everything.count)
        if !type(of: strategy).asksAgain { #expect(everything.allSatisfy { pool.isUnlabeled($0.row) }) }
        #expect(try strategy.choose(from: pool, count: 0, seed: 5).isEmpty)
    }

    @Test(arguments: QueryStrategies.all.map(\.name))
    func `an empty pool gives nothing, a pool without what is needed an error`(name: String) throws {
        let strategy = try #require(QueryStrategies.named(name))
        let bare = try QueryPool(rows: 3)
        if type(of: strategy).needs.isEmpty {
            #expect(try strategy.choose(from: bare, count: 2, seed: 1).count == 2)
        } else {
            #expect(throws: QueryError.self) { try strategy.choose(from: bare, count: 2, seed: 1) }
        }
        let empty = Matrix(rows: 0, columns: 2)
        let none = try QueryPool(rows: 0, models: [empty, empty], features: SparseMatrix(columns: 2))
        #expect(try strategy.choose(from: none, count: 2, seed: 1).isEmpty)
    }

    @Test func `names are unique and known`() {
        #expect(Set(QueryStrategies.all.map(\.name)).count == QueryStrategies.all.count)
        #expect(QueryStrategies.named("astrology") == nil)
    }

    @Test func `ties are broken by lot, not by the order of the file`() throws {
        let flat = Matrix(rows: 1_000, columns: 2, filledWith: 0.5)
        let pool = try QueryPool(rows: 1_000, models: [flat])
        let rows = try MarginQuery().choose(from: pool, count: 100, seed: 1).map(\.row)
        let mean = Double(rows.reduce(0, +)) / 100
        #expect(mean > 400 && mean < 600)
        #expect(try MarginQuery().choose(from: pool, count: 100, seed: 2).map(\.row) != rows)
    }

    @Test func `committee figures equal SciPy's`() throws {
        let golden = try fixture("activelearning", as: ActiveLearningFixture.self).committee
        let pool = try QueryPool(rows: 25, models: golden.models.map { Matrix($0) })
        for row in 0..<25 {
            #expect(abs(CommitteeQuery.voteEntropy(pool, row: row) - golden.voteEntropy[row]) < 1e-12)
            #expect(abs(CommitteeDivergenceQuery.divergence(pool, row: row) - golden.divergence[row]) < 1e-12)
        }
    }

    @Test func `k-center greedy takes the farthest point each time`() throws {
        let golden = try fixture("activelearning", as: ActiveLearningFixture.self).kCenter
        var features = SparseMatrix(columns: 3)
        for point in golden.points {
            var row = SparseRow()
            for (column, value) in point.enumerated() { row.append(column, value) }
            features.append(row)
        }
        let votes = try PoolVotes(
            rows: 40, workers: 1, items: golden.labeled, voters: [0, 0], labels: [0, 0])
        let chosen = try DiversityQuery().choose(
            from: QueryPool(rows: 40, votes: votes, features: features), count: 8, seed: 1)
        #expect(chosen.map(\.row) == golden.chosen)
        for (one, other) in zip(chosen.map(\.score), golden.distances) { #expect(abs(one - other) < 1e-9) }
    }

    @Test func `clustered choice takes one of each planted group of unsure items`() throws {
        var features = SparseMatrix(columns: 5)
        for item in 0..<100 {
            var row = SparseRow()
            row.append(item % 5, 1 + Double(item) * 1e-4)
            features.append(row)
        }
        let unsure = Matrix((0..<100).map { $0 < 50 ? [0.5, 0.5] : [0.99, 0.01] })
        let chosen = try ClusteredQuery().choose(
            from: QueryPool(rows: 100, models: [unsure], features: features), count: 5, seed: 1)
        #expect(Set(chosen.map { $0.row % 5 }).count == 5 && chosen.allSatisfy { $0.row < 50 })
    }

    @Test func `density prefers the typical among the equally unsure`() throws {
        var features = SparseMatrix(columns: 1)
        for item in 0..<21 {
            var row = SparseRow()
            row.append(0, item == 20 ? 100 : Double(item) * 0.01)
            features.append(row)
        }
        let flat = Matrix(rows: 21, columns: 2, filledWith: 0.5)
        let all = try DensityQuery().choose(
            from: QueryPool(rows: 21, models: [flat], features: features), count: 21, seed: 1)
        #expect(all.last?.row == 20)
    }

    @Test func `a pool refuses what are no probabilities and what does not fit together`() throws {
        #expect(throws: QueryError.self) { try QueryPool(rows: 1, models: [Matrix([[0.7, 0.7]])]) }
        #expect(throws: QueryError.self) { try QueryPool(rows: 1, models: [Matrix([[.nan, 1]])]) }
        #expect(throws: QueryError.self) { try QueryPool(rows: 2, models: [Matrix([[0.5, 0.5]])]) }
        #expect(throws: QueryError.self) {
            try PoolVotes(rows: 1, workers: 1, items: [1], voters: [0], labels: [0])
        }
        #expect(throws: QueryError.self) {
            let votes = try PoolVotes(rows: 1, workers: 1, items: [0], voters: [0], labels: [2])
            _ = try QueryPool(rows: 1, models: [Matrix([[0.5, 0.5]])], votes: votes)
        }
    }
}
