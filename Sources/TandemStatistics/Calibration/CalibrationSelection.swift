import TandemNumerics

/// The calibrator that does best on rows it has not learned from, and what each would have said about them.
///
/// Each method is scored by its log loss in cross-validation; the best is fitted again on all rows. A method that
/// cannot be fitted on every fold is out, and a more flexible one must be better, not merely as good.
public struct CalibrationSelection: Sendable {
    /// The winner's name.
    public let method: CalibrationMethod
    /// The winner, fitted on all rows.
    public let calibrator: Calibrator
    /// Mean cross-validated log loss in nats of each method that could be fitted.
    public let losses: [CalibrationMethod: Double]
    /// For each such method the probabilities of every row by a calibrator that did not see the row.
    public let heldOut: [CalibrationMethod: Matrix]

    /// Fits and compares methods.
    ///
    /// - Parameters:
    ///   - margins: a column for two classes (the second's log-odds), else a column a class; finite.
    ///   - labels: each row's class, as a place among the classes.
    ///   - methods: those to compare, from the least flexible to the most.
    ///   - folds: number of parts for cross-validation, each with its share of every class.
    ///   - seed: decides which row falls into which fold.
    ///   - threads: threads to compute with.
    /// - Throws: `StatisticsError` for lengths that differ, labels out of range, margins that are not finite, or fewer
    ///   rows than folds.
    public init(
        margins: Matrix, labels: [Int], methods: [CalibrationMethod], folds: Int = 5, seed: UInt64, threads: Int = 1
    ) throws(StatisticsError) {
        let classes = margins.columns == 1 ? 2 : margins.columns
        guard margins.rows == labels.count else { throw .lengthMismatch(expected: margins.rows, found: labels.count) }
        for label in labels where label < 0 || label >= classes { throw .classOutOfRange(label, classCount: classes) }
        if let bad = margins.values.firstIndex(where: { !$0.isFinite }) {
            throw .invalidValue(at: bad / margins.columns)
        }
        precondition(folds >= 2, "cross-validation needs two folds")
        guard labels.count >= folds else { throw .tooFewRows(needed: folds, found: labels.count) }
        let parts = Self.folds(labels, classes, folds, seed)
        let judged = Blocks(count: methods.count * folds, size: 1).map(threads: threads) { task in
            Self.judged(methods[task.lowerBound / folds], task.lowerBound % folds, margins, labels, parts)
        }
        var losses: [CalibrationMethod: Double] = [:]
        var heldOut: [CalibrationMethod: Matrix] = [:]
        var best: (method: CalibrationMethod, calibrator: Calibrator, loss: Double)?
        for (place, method) in methods.enumerated() {
            let pieces = judged[place * folds..<(place + 1) * folds].compactMap { $0 }
            guard pieces.count == folds, let fitted = method.fit(margins: margins, labels: labels) else { continue }
            var all = Matrix(rows: labels.count, columns: classes)
            for piece in pieces {
                for (row, item) in piece.rows.enumerated() {
                    for label in 0..<classes { all[item, label] = piece.probabilities[row, label] }
                }
            }
            guard let loss = try ProbabilityScores.logLoss(all, truth: labels) else { continue }
            losses[method] = loss
            heldOut[method] = all
            if loss < (best?.loss ?? .infinity) - 1e-9 { best = (method, fitted, loss) }
        }
        self.losses = losses
        self.heldOut = heldOut
        method = best?.method ?? .none
        calibrator = best?.calibrator ?? .identity
    }

    private struct Piece: Sendable {
        let rows: [Int]
        let probabilities: Matrix
    }

    /// The fold of each row: every class is dealt out in turn, in random order.
    static func folds(_ labels: [Int], _ classes: Int, _ folds: Int, _ seed: UInt64) -> [Int] {
        var random = SplitMix64(seed: seed)
        var parts = [Int](repeating: 0, count: labels.count)
        var next = 0
        let order = random.permutation(labels.count)
        for label in 0..<classes {
            for row in order where labels[row] == label {
                parts[row] = next % folds
                next += 1
            }
        }
        return parts
    }

    private static func judged(
        _ method: CalibrationMethod, _ fold: Int, _ margins: Matrix, _ labels: [Int], _ parts: [Int]
    ) -> Piece? {
        let inside = labels.indices.filter { parts[$0] != fold }
        let outside = labels.indices.filter { parts[$0] == fold }
        guard let fitted = method.fit(margins: margins.rows(at: inside), labels: inside.map { labels[$0] }) else {
            return nil
        }
        return Piece(rows: outside, probabilities: fitted.probabilities(margins.rows(at: outside)))
    }
}
