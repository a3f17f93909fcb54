import Foundation

/// Predicted numbers beside true ones.
public struct RegressionEvaluation: ScoredRows {
    /// Choices that some metrics need.
    public struct Options: Sendable, Hashable {
        /// The quantile that `mean_pinball_loss` and `d2_pinball_score` are about, in 0 … 1.
        public var alpha = 0.5
        /// The power of `mean_tweedie_deviance` and `d2_tweedie_score`: ≤ 0 or ≥ 1.
        public var power = 1.5

        /// A median, and a compound of Poisson and gamma.
        public init() {}
    }

    /// The true number of each row.
    public let truth: [Double]
    /// The predicted number of each row.
    public let predicted: [Double]
    let options: Options
    /// |y − ŷ| and its order, for the median.
    let distances: [Double]
    let distanceOrder: RankOrder
    let truthOrder: RankOrder
    /// Losses that are means over rows, by name; nil where a row has none, with the reason.
    let losses: [Loss]

    struct Loss: Sendable {
        let name: String
        let values: [Double]?
        let reason: String
    }

    /// Prepares rows; all numbers are finite.
    public init(truth: [Double], predicted: [Double], options: Options = Options()) throws(StatisticsError) {
        guard truth.count == predicted.count else {
            throw .lengthMismatch(expected: truth.count, found: predicted.count)
        }
        for row in truth.indices where !truth[row].isFinite || !predicted[row].isFinite {
            throw .invalidValue(at: row)
        }
        precondition(options.power <= 0 || options.power >= 1, "Tweedie's power is not between 0 and 1")
        self.truth = truth
        self.predicted = predicted
        self.options = options
        distances = truth.indices.map { abs(predicted[$0] - truth[$0]) }
        distanceOrder = try RankOrder(distances)
        truthOrder = try RankOrder(truth)
        losses = Self.losses(truth, predicted, distances, options)
    }

    /// Number of rows.
    public var rowCount: Int { truth.count }

    private static func losses(
        _ truth: [Double], _ predicted: [Double], _ distances: [Double], _ options: Options
    ) -> [Loss] {
        func mapped(_ loss: (Double, Double) -> Double) -> [Double] {
            truth.indices.map { loss(truth[$0], predicted[$0]) }
        }
        func deviance(_ name: String, _ power: Double, _ needs: String) -> Loss {
            let isDefined = truth.indices.allSatisfy {
                TweedieDeviance.isDefined(truth: truth[$0], predicted: predicted[$0], power: power)
            }
            return Loss(
                name: name,
                values: isDefined ? mapped { TweedieDeviance.unit(truth: $0, predicted: $1, power: power) } : nil,
                reason: needs)
        }
        let logs = truth.allSatisfy { $0 > -1 } && predicted.allSatisfy { $0 > -1 }
        return [
            Loss(name: "mean_absolute_error", values: distances, reason: ""),
            Loss(name: "mean_squared_error", values: distances.map { $0 * $0 }, reason: ""),
            Loss(
                name: "mean_absolute_percentage_error",
                values: mapped { abs($1 - $0) / max(abs($0), Double.ulpOfOne) }, reason: ""),
            Loss(
                name: "mean_squared_log_error",
                values: logs
                    ? mapped {
                        let gap = log1p($0) - log1p($1)
                        return gap * gap
                    } : nil, reason: "some true or predicted value is not above −1"),
            Loss(name: "mean_pinball_loss", values: mapped { pinball($0, $1, options.alpha) }, reason: ""),
            deviance("mean_poisson_deviance", 1, "needs true values ≥ 0 and predictions > 0"),
            deviance("mean_gamma_deviance", 2, "needs true values and predictions > 0"),
            deviance(
                "mean_tweedie_deviance", options.power,
                options.power < 0
                    ? "needs predictions > 0"
                    : options.power < 2
                        ? "needs true values ≥ 0 and predictions > 0"
                        : "needs true values and predictions > 0"),
        ]
    }

    static func pinball(_ truth: Double, _ predicted: Double, _ alpha: Double) -> Double {
        let gap = truth - predicted
        return gap >= 0 ? alpha * gap : (alpha - 1) * gap
    }
}
