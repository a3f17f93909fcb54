import Foundation
import TandemNumerics

/// Predicted classes and their probabilities beside the truth, for any number of classes.
public struct ClassEvaluation: ScoredRows {
    /// The true class of each row.
    public let truth: [Int32]
    /// The predicted class of each row.
    public let predicted: [Int32]
    /// A row of class probabilities for each row; nil without probabilities.
    public let probabilities: Matrix?
    /// Number of classes.
    public let classCount: Int
    /// Choices that some metrics need.
    public let options: Options
    let orders: [RankOrder]
    let micro: RankOrder?
    let losses: Losses?

    /// Choices that some metrics need.
    public struct Options: Sendable, Hashable {
        /// How much more recall counts than precision in `fbeta_…`.
        public var beta = 2.0
        /// How many of the most probable classes count in `top_k_accuracy`.
        public var k = 2
        /// Whether distances between classes mean something, for weighted κ.
        public var isOrdinal = false

        /// Recall twice, two classes, no order.
        public init() {}
    }

    /// Losses of each row.
    struct Losses: Sendable {
        var log: [Double] = []
        var squares: [Double] = []
        var topK: [Double] = []
        /// The rank of the true class, the worst among equals.
        var coverage: [Double] = []
    }

    /// Prepares rows.
    ///
    /// - Parameters:
    ///   - truth: the true class of each row, in 0 ..< `classCount`.
    ///   - predicted: the predicted class; the most probable one when nil, the first on a tie.
    ///   - probabilities: in 0 … 1, a column a class; used as they are, also where a row's sum is not 1.
    ///   - classCount: the number of classes.
    ///   - options: choices that some metrics need.
    /// - Throws: `StatisticsError` for lengths that differ, classes out of range or values that are no probabilities.
    public init(
        truth: [Int32], predicted: [Int32]?, probabilities: Matrix?, classCount: Int, options: Options = Options()
    ) throws(StatisticsError) {
        if let probabilities, probabilities.rows != truth.count {
            throw .lengthMismatch(expected: truth.count, found: probabilities.rows)
        }
        let predicted = predicted ?? probabilities.map(Self.mostProbable) ?? []
        guard predicted.count == truth.count else {
            throw .lengthMismatch(expected: truth.count, found: predicted.count)
        }
        for label in truth where label < 0 || label >= classCount {
            throw .classOutOfRange(Int(label), classCount: classCount)
        }
        for label in predicted where label < 0 || label >= classCount {
            throw .classOutOfRange(Int(label), classCount: classCount)
        }
        if let probabilities {
            precondition(probabilities.columns == classCount, "a column of probabilities a class")
            if let bad = probabilities.values.firstIndex(where: { !($0 >= 0 && $0 <= 1 + 1e-9) }) {
                throw .invalidValue(at: bad / max(1, classCount))
            }
            orders = try (0..<classCount).map { label throws(StatisticsError) in
                try RankOrder(probabilities.column(label))
            }
            micro = try RankOrder(probabilities.values)
            losses = Self.losses(probabilities, truth, options)
        } else {
            orders = []
            micro = nil
            losses = nil
        }
        self.truth = truth
        self.predicted = predicted
        self.probabilities = probabilities
        self.classCount = classCount
        self.options = options
    }

    /// Number of rows.
    public var rowCount: Int { truth.count }

    /// The most probable class of each row, the first on a tie.
    public static func mostProbable(_ probabilities: Matrix) -> [Int32] {
        (0..<probabilities.rows).map { row in
            var best = 0
            for label in 1..<max(1, probabilities.columns)
            where probabilities[row, label] > probabilities[row, best] { best = label }
            return Int32(best)
        }
    }

    private static func losses(_ probabilities: Matrix, _ truth: [Int32], _ options: Options) -> Losses {
        var losses = Losses()
        for row in truth.indices {
            let own = Int(truth[row])
            let stated = probabilities[row, own]
            losses.log.append(-log(min(max(stated, ProbabilityScores.floor), 1 - ProbabilityScores.floor)))
            var square = 0.0
            var above = 0
            var beside = 0
            var besideLater = 0
            for label in 0..<probabilities.columns {
                let value = probabilities[row, label]
                let distance = value - (label == own ? 1 : 0)
                square += distance * distance
                if value > stated { above += 1 }
                if value == stated, label != own {
                    beside += 1
                    if label > own { besideLater += 1 }
                }
            }
            losses.squares.append(square)
            // Among equals scikit-learn ranks the later class first here.
            losses.topK.append(above + besideLater < options.k ? 1 : 0)
            losses.coverage.append(Double(1 + above + beside))
        }
        return losses
    }

    /// The weights of true and predicted classes.
    public func confusion(weights: [Double]) -> WeightedConfusion {
        WeightedConfusion(truth: truth, predicted: predicted, weights: weights, classCount: classCount)
    }

    /// The classes that occur as truth or prediction.
    public var labels: [Int] {
        var isSeen = [Bool](repeating: false, count: classCount)
        for label in truth { isSeen[Int(label)] = true }
        for label in predicted { isSeen[Int(label)] = true }
        return isSeen.indices.filter { isSeen[$0] }
    }
}
