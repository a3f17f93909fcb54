import Foundation
import TandemNumerics

/// How a model's margins become probabilities that mean what they say, for any number of classes.
public enum Calibrator: Sendable, Hashable {
    /// The softmax.
    case identity
    /// The softmax of the margins divided by this.
    case temperature(Double)
    /// Two classes: the second one's log-odds calibrated.
    case binary(BinaryCalibrator)
    /// Each class's log-odds against the rest calibrated by itself, then scaled to sum to 1.
    case oneVersusRest([BinaryCalibrator])
    /// A linear map of all log-probabilities.
    case dirichlet(DirichletCalibration.Map)

    /// The probabilities of all classes for one row.
    ///
    /// `margins` are one number for two classes (the second's log-odds), else one a class, of which the softmax is what
    /// the model says.
    public func probabilities(_ margins: [Double]) -> [Double] {
        if margins.count == 1 { return two(margins[0]) }
        switch self {
        case .identity: return Logistic.softmax(margins)
        case .temperature(let temperature): return Logistic.softmax(margins.map { $0 / temperature })
        case .binary: return margins.count == 2 ? two(margins[1] - margins[0]) : Logistic.softmax(margins)
        case .oneVersusRest(let calibrators):
            let stated = Logistic.softmax(margins)
            let parts = zip(calibrators, stated).map { $0(Logistic.margin($1)) }
            let sum = parts.reduce(0, +)
            return sum > 0 ? parts.map { $0 / sum } : stated
        case .dirichlet(let map):
            return map(Logistic.softmax(margins).map { log(max($0, ProbabilityScores.floor)) })
        }
    }

    private func two(_ margin: Double) -> [Double] {
        let positive: Double
        switch self {
        case .identity, .oneVersusRest: positive = Logistic.probability(margin)
        case .temperature(let temperature): positive = Logistic.probability(margin / temperature)
        case .binary(let calibrator): positive = calibrator(margin)
        case .dirichlet(let map): return map([-Logistic.softplus(margin), -Logistic.softplus(-margin)])
        }
        return [1 - positive, positive]
    }

    /// The probabilities of all rows.
    public func probabilities(_ margins: Matrix) -> Matrix {
        let classes = margins.columns == 1 ? 2 : margins.columns
        var values: [Double] = []
        values.reserveCapacity(margins.rows * classes)
        for row in 0..<margins.rows { values += probabilities(Array(margins.row(row))) }
        return Matrix(rows: margins.rows, columns: classes, values: values)
    }
}
