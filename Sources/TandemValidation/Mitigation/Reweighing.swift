/// Weights that make a label as frequent in every group as among all: a suggestion for training, applied before it.
///
/// Each row of group g with label y gets w · P(g) P(y) / P(g, y) (Kamiran and Calders 2012), as AI Fairness 360's
/// `Reweighing` with its two groups; here any number of groups.
public enum Reweighing {
    /// The new weight of each row.
    ///
    /// - Precondition: the three columns have one length.
    public static func weights(truth: [Bool], grouping: Grouping, weights: [Double]? = nil) -> [Double] {
        precondition(truth.count == grouping.codes.count, "a group for each row")
        var cells = [Double](repeating: 0, count: grouping.count * 2)
        let place: (Int) -> Int = { Int(grouping.codes[$0]) * 2 + (truth[$0] ? 1 : 0) }
        for row in truth.indices { cells[place(row)] += weights?[row] ?? 1 }
        let total = cells.reduce(0, +)
        let labels = [0, 1].map { label in stride(from: label, to: cells.count, by: 2).reduce(0.0) { $0 + cells[$1] } }
        let factors = cells.indices.map { cell in
            let group = cells[cell - cell % 2] + cells[cell - cell % 2 + 1]
            return cells[cell] > 0 ? group * labels[cell % 2] / (total * cells[cell]) : 1
        }
        return truth.indices.map { (weights?[$0] ?? 1) * factors[place($0)] }
    }
}
