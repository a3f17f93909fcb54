import TandemModeling
import TandemNumerics
import TandemTabular

/// Explains single predictions of a model exactly: linear SHAP for linear models, TreeSHAP for trees.
///
/// Linear SHAP is weight · (value − training mean), exact for independent features (Štrumbelj and Kononenko 2014).
/// Contributions of encoded features are summed over the column they came from.
public struct Explainer: Sendable {
    /// The model that is explained.
    public let model: ModelArtifact
    private let trees: TreeShapley?

    /// Prepares a model; do it once and keep it.
    public init(_ model: ModelArtifact) {
        self.model = model
        if case .trees(let ensemble) = model.body { trees = TreeShapley(ensemble) } else { trees = nil }
    }

    /// Explains one row of JSON values.
    ///
    /// - Parameters:
    ///   - values: the row, by column name.
    ///   - className: the class to explain; nil, or a class the model does not know, for the one the model finds likeliest.
    /// - Returns: the explanation of one class.
    /// - Throws: the problem of a value of the wrong type.
    public func explain(_ values: [String: JSONValue], of className: String? = nil) throws(RowProblem) -> Explanation {
        var row = SparseRow()
        try model.encoder.encode(values, into: &row)
        let margins = model.margins(row)
        let place = className.flatMap { model.classes.firstIndex(of: $0) } ?? likeliest(margins)
        // With two classes there is one margin, the second's; the first's is its negative.
        let index = margins.count == 1 ? 0 : place
        let sign: Double = margins.count == 1 && place == 0 ? -1 : 1
        let (base, amounts) = contributions(row, margin: index)
        let signed = amounts.map { sign * $0 }
        let columns = model.encoder.columns.indices.map { column in
            Explanation.Contribution(
                column: model.encoder.columns[column].name,
                value: values[model.encoder.columns[column].name] ?? .null,
                amount: model.encoder.ranges[column].reduce(0) { $0 + signed[$1] })
        }
        let ranked = columns.enumerated().sorted {
            abs($0.element.amount) != abs($1.element.amount)
                ? abs($0.element.amount) > abs($1.element.amount) : $0.offset < $1.offset
        }
        return Explanation(
            className: model.classes[place], base: sign * base, margin: sign * margins[index],
            contributions: ranked.map(\.element), texts: texts(values, signed))
    }

    private func likeliest(_ margins: [Double]) -> Int {
        let probabilities = model.calibration.probabilities(margins)
        var best = 0
        for (place, probability) in probabilities.enumerated() where probability > probabilities[best] { best = place }
        return best
    }

    /// What each encoded feature adds to one margin of an encoded row, and what the margin starts from.
    public func contributions(_ row: SparseRow, margin: Int) -> (base: Double, amounts: [Double]) {
        switch model.body {
        case .linear(let linear):
            let first = margin * linear.weights.columns
            var base = linear.intercepts[margin]
            var amounts = linear.means
            for feature in amounts.indices {
                let weight = linear.weights.values[first + feature]
                base += weight * linear.means[feature]
                amounts[feature] = -weight * linear.means[feature]
            }
            for (feature, value) in zip(row.indices, row.values) {
                amounts[Int(feature)] += linear.weights.values[first + Int(feature)] * value
            }
            return (base, amounts)
        case .trees(let ensemble):
            var dense = [Float](repeating: .nan, count: ensemble.featureCount)
            for (feature, value) in zip(row.indices, row.values) { dense[Int(feature)] = Float(value) }
            let shapley = trees ?? TreeShapley(ensemble)
            return (shapley.base(margin: margin), shapley.contributions(dense, margin: margin))
        }
    }

    private func texts(_ values: [String: JSONValue], _ amounts: [Double]) -> [Explanation.TextContribution] {
        model.encoder.columns.enumerated().compactMap { place, column in
            guard column.type == .text, case .text(let text) = try? column.cell(values[column.name]),
                let found = model.encoder.occurrences(in: text, column: column.name)
            else { return nil }
            let counts = Dictionary(found.terms.map { ($0.term, 1.0) }, uniquingKeysWith: +)
            var shares = [Double?](repeating: nil, count: found.tokens.count)
            for term in found.terms {
                let share = amounts[term.term] / (counts[term.term] ?? 1) / Double(term.tokens.count)
                for token in term.tokens { shares[token] = (shares[token] ?? 0) + share }
            }
            let words = zip(found.tokens, shares).compactMap { token, share in
                share.map { Explanation.WordContribution(word: token.word, scalars: token.scalars, amount: $0) }
            }
            let rest = model.encoder.ranges[place].reduce(0) { counts[$1] == nil ? $0 + amounts[$1] : $0 }
            return Explanation.TextContribution(column: column.name, words: words, rest: rest)
        }
    }
}
