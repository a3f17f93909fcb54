import TandemModeling
import TandemNumerics
import TandemTabular

/// What a replay has learned from the labels so far: a logistic regression over the classes that occur, or, with one class
/// alone, that class.
struct ReplayModel: Sendable {
    private let known: [Int]
    private let classes: Int
    private let linear: LinearModel?

    /// Learns from rows and their labels; `start` is an earlier model to start from.
    init(
        rows: [Int], labels: [Int], weights: [Double]? = nil, features: SparseMatrix, classes: Int,
        learner: LogisticRegression, from start: ReplayModel? = nil
    ) throws {
        self.classes = classes
        let kept = rows.indices.filter { (weights?[$0] ?? 1) > 0 }
        known = Set(kept.map { labels[$0] }).sorted()
        guard known.count > 1 else {
            linear = nil
            return
        }
        var places = [Int](repeating: 0, count: classes)
        for (place, label) in known.enumerated() { places[label] = place }
        linear = try learner.fit(
            rows: features.rows(at: kept.map { rows[$0] }), labels: kept.map { places[labels[$0]] },
            weights: kept.map { weights?[$0] ?? 1 }, classCount: known.count,
            from: start?.known == known ? start?.linear : nil)
    }

    /// The class probabilities of rows; a class never seen has probability 0.
    func probabilities(_ features: SparseMatrix, at rows: [Int]) -> Matrix {
        guard let linear else {
            var certain = Matrix(rows: rows.count, columns: classes)
            for row in rows.indices { certain[row, known.first ?? 0] = 1 }
            return certain
        }
        let seen = linear.probabilities(features, at: rows)
        guard known.count < classes else { return seen }
        var all = Matrix(rows: rows.count, columns: classes)
        for row in rows.indices { for (place, label) in known.enumerated() { all[row, label] = seen[row, place] } }
        return all
    }

    /// The most probable class of rows.
    func predict(_ features: SparseMatrix, at rows: [Int]) -> [Int] {
        let scores = probabilities(features, at: rows)
        return rows.indices.map { argmax(scores.row($0)) }
    }
}
