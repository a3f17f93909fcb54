import Foundation
import TandemNumerics

/// How much a model's probabilities are sharpened (below 1) or flattened (above 1): p ↦ p^(1/T), scaled to sum to one.
struct Temperature: Sendable, Hashable {
    let value: Double

    private static let coarse = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8]
    private static let fineSteps = 4
    private static let smallest = 1e-30

    /// What a temperature is fitted to.
    enum Target: Sendable, Hashable {
        /// The shares of the annotators' labels.
        case labels
        /// What cleanlab 2.9 fits to: the shares in the order of the classes that an item's votes name, moved to the first
        /// classes. Its `value_counts` loses the classes' numbers because the labels are floating-point numbers there; the
        /// same as `labels` only for items whose votes name every class.
        case cleanlab
    }

    /// The temperature at which a model agrees best with the annotators' labels, by soft cross-entropy: a coarse grid, then
    /// a finer one around its best place, as cleanlab's `find_best_temp_scaler`.
    static func best(
        _ model: Matrix, _ votes: PoolVotes, _ rows: [Int], target: Target = .labels
    ) -> Temperature {
        let losses = coarse.map { loss($0, model, votes, rows, target) }
        let place = firstMinimum(losses)
        var fine: [Double] = []
        if place > 0 { fine += spread(coarse[place - 1], coarse[place], isClosed: false) }
        if place < coarse.count - 1 { fine += spread(coarse[place], coarse[place + 1], isClosed: true) }
        return Temperature(value: fine[firstMinimum(fine.map { loss($0, model, votes, rows, target) })])
    }

    private static func spread(_ from: Double, _ to: Double, isClosed: Bool) -> [Double] {
        (0..<(isClosed ? fineSteps + 1 : fineSteps)).map { step in
            step == fineSteps ? to : from + Double(step) * ((to - from) / Double(fineSteps))
        }
    }

    private static func firstMinimum(_ values: [Double]) -> Int {
        var best = 0
        for place in values.indices where values[place] < values[best] { best = place }
        return best
    }

    /// Mean over items of −Σ share of votes · ln p, over ln classes.
    private static func loss(
        _ temperature: Double, _ model: Matrix, _ votes: PoolVotes, _ rows: [Int], _ target: Target
    ) -> Double {
        var total = 0.0
        var powers = [Double](repeating: 0, count: model.columns)
        for row in rows {
            var sum = 0.0
            for (place, value) in model.row(row).enumerated() {
                powers[place] = value > 0 ? exp(log(value) / temperature) : 0
                sum += powers[place]
            }
            let places = votes.places(of: row)
            let named = target == .cleanlab ? Set(places.map { votes.labels[$0] }).sorted() : []
            for vote in places {
                let label = votes.labels[vote]
                let place = target == .labels ? Int(label) : named.firstIndex(of: label) ?? 0
                total -= log(max(powers[place] / sum, smallest)) / Double(places.count)
            }
        }
        return total / log(Double(model.columns)) / Double(max(rows.count, 1))
    }

    /// The model's probabilities at this temperature.
    func scale(_ model: Matrix) -> Matrix {
        var scaled = model
        for row in 0..<model.rows {
            let range = row * model.columns..<(row + 1) * model.columns
            let clipped = range.map { max(model.values[$0], Self.smallest) }
            let whole = clipped.reduce(0, +)
            var sum = 0.0
            for (place, value) in zip(range, clipped) {
                scaled.values[place] = exp(log(value / whole) / self.value)
                sum += scaled.values[place]
            }
            for place in range { scaled.values[place] /= sum }
        }
        return scaled
    }
}
