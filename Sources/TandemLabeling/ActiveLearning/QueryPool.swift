import TandemNumerics
import TandemTabular

/// Items to choose from, and what models and people have said of them so far.
public struct QueryPool: Sendable {
    /// Number of items.
    public let rows: Int
    /// The class probabilities of one model, or of each member of a committee: a row an item, a column a class.
    ///
    /// Empty where no model has been asked.
    public let models: [Matrix]
    /// The votes so far; nil when nothing is labeled yet.
    public let votes: PoolVotes?
    /// What the items are like, as numbers; nil where the strategy looks at probabilities alone.
    public let features: SparseMatrix?
    /// How typical each item is of the pool, in 0 … 1, if that has been computed before; see ``Representativeness``.
    public let representativeness: [Double]?

    /// A pool from its parts.
    ///
    /// - Throws: `QueryError.shapes` when the parts have different numbers of rows or classes,
    ///   `QueryError.notProbabilities` for a row that is not finite, leaves 0 … 1 or does not sum to 1 (to 1e-3).
    public init(
        rows: Int, models: [Matrix] = [], votes: PoolVotes? = nil, features: SparseMatrix? = nil,
        representativeness: [Double]? = nil
    ) throws(QueryError) {
        for model in models {
            guard model.rows == rows, model.columns == models[0].columns else {
                throw .shapes("all models give the same classes for the same \(rows) items")
            }
            try Self.check(model)
        }
        guard votes.map({ $0.rows == rows }) ?? true, features.map({ $0.rows == rows }) ?? true,
            representativeness.map({ $0.count == rows }) ?? true
        else { throw .shapes("votes and features are about the same \(rows) items") }
        if let votes, let classes = models.first?.columns, let top = votes.labels.max(), top >= classes {
            throw .shapes("a vote is for class \(top), the models know \(classes)")
        }
        self.rows = rows
        self.models = models
        self.votes = votes
        self.features = features
        self.representativeness = representativeness
    }

    /// Number of classes; 0 without models.
    public var classes: Int { models.first?.columns ?? 0 }

    /// Whether an item has no vote yet.
    public func isUnlabeled(_ row: Int) -> Bool { (votes?.count(on: row) ?? 0) == 0 }

    /// The items without a vote.
    public var unlabeled: [Int] { (0..<rows).filter(isUnlabeled) }

    /// The models' probabilities of one item, averaged.
    func probabilities(of row: Int) -> [Double] {
        guard models.count > 1 else { return models.first.map { Array($0.row(row)) } ?? [] }
        var mean = [Double](repeating: 0, count: classes)
        for model in models {
            for (place, value) in model.row(row).enumerated() { mean[place] += value / Double(models.count) }
        }
        return mean
    }

    private static func check(_ model: Matrix) throws(QueryError) {
        guard model.columns > 0 else { throw .shapes("class probabilities need at least one class") }
        for row in 0..<model.rows {
            var sum = 0.0
            for value in model.row(row) {
                guard value >= 0, value <= 1 + 1e-9 else {
                    throw .notProbabilities(row: row, "\(value) is no probability")
                }
                sum += value
            }
            guard abs(sum - 1) <= 1e-3 else {
                throw .notProbabilities(row: row, "the probabilities sum to \(sum), not 1")
            }
        }
    }
}
