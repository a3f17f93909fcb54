import TandemNumerics
import TandemTabular

/// A linear model: each margin is an intercept plus a weighted sum of encoded features.
public struct LinearModel: Sendable, Hashable {
    /// One intercept a margin.
    public let intercepts: [Double]
    /// The weights: a row a margin, a column an encoded feature.
    public let weights: Matrix
    /// Mean of each encoded feature over the training rows; contributions are measured from it.
    public let means: [Double]

    /// A model from its numbers.
    ///
    /// - Precondition: there is a row of weights for each intercept and a mean for each column of weights.
    public init(intercepts: [Double], weights: Matrix, means: [Double]) {
        precondition(weights.rows == intercepts.count && weights.columns == means.count, "sizes must agree")
        self.intercepts = intercepts
        self.weights = weights
        self.means = means
    }

    /// Adds up the margins of one encoded row.
    public func margins(_ row: SparseRow) -> [Double] {
        var result = intercepts
        for margin in result.indices {
            let first = margin * weights.columns
            var sum = 0.0
            for (index, value) in zip(row.indices, row.values) { sum += weights.values[first + Int(index)] * value }
            result[margin] += sum
        }
        return result
    }

    /// The model as JSON; weights that are zero take two bytes each.
    public var json: JSONValue {
        [
            "intercepts": .array(intercepts.map(JSONValue.number)),
            "weights": .array((0..<weights.rows).map { .array(weights.row($0).map(JSONValue.number)) }),
            "means": .array(means.map(JSONValue.number)),
        ]
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(ModelingError) {
        guard let intercepts = json["intercepts"]?.array?.compactMap(\.number), !intercepts.isEmpty,
            let rows = json["weights"]?.array?.map({ $0.array?.compactMap(\.number) ?? [] }),
            let means = json["means"]?.array?.compactMap(\.number), rows.count == intercepts.count,
            rows.allSatisfy({ $0.count == means.count })
        else { throw .unreadable("linear model") }
        let weights = Matrix(rows: rows.count, columns: means.count, values: rows.flatMap { $0 })
        self.init(intercepts: intercepts, weights: weights, means: means)
    }
}
