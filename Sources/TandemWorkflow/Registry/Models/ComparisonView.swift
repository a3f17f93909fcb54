import TandemLedger
import TandemRegistry
import TandemStatistics
import TandemTraining

/// Models side by side, as the API and the pages show them.
public struct ComparisonView: Codable, Sendable, Equatable {
    /// The hash of the frozen labels.
    public var hash: String
    /// How many labels there are.
    public var n: Int
    /// The model before.
    public var champion: Name
    /// The model after.
    public var challenger: Name
    /// The model that was trained like the challenger, but without people's new labels.
    public var withoutPeople: Name?
    /// The challenger against the champion.
    public var againstChampion: Report
    /// The challenger against the arm without people's new labels: what people added.
    public var againstWithoutPeople: Report?

    /// A model by id and name.
    public struct Name: Codable, Sendable, Equatable {
        /// Its id.
        public var id: ModelID
        /// What decisions name it by.
        public var name: String
        /// The learner's name.
        public var learner: String
        /// Where it stands.
        public var state: ModelState

        init(_ model: ModelVersion) {
            id = model.id
            name = model.versionName
            learner = model.learner
            state = model.state
        }
    }

    /// What is known of one model against another.
    public struct Report: Codable, Sendable, Equatable {
        /// Metric by metric.
        public var metrics: [Metric]
        /// Items that only the model before got right.
        public var onlyBeforeRight: Int
        /// Items that only the model after got right.
        public var onlyAfterRight: Int
        /// McNemar's exact two-sided p.
        public var mcnemarP: Double
        /// McNemar's mid-p.
        public var mcnemarMidP: Double
    }

    /// One metric of both.
    public struct Metric: Codable, Sendable, Equatable {
        /// `accuracy`, `f1` (of the positive label), `macro_f1`, `log_loss`.
        public var metric: String
        /// Its value before.
        public var before: Double
        /// Its value after.
        public var after: Double
        /// after − before with a paired bootstrap interval of 95 %.
        public var difference: Interval
        /// The relative improvement in percent; nil where undefined.
        public var relativePercent: Interval?
        /// Whether the whole interval is on the better side.
        public var isImprovement: Bool
        /// Whether the whole interval is on the worse side.
        public var isHarm: Bool
        /// Whether more of it is better.
        public var higherIsBetter: Bool

        init(_ found: MetricDifference) {
            metric =
                switch found.metric {
                case .accuracy: "accuracy"
                case .f1: "f1"
                case .macroF1: "macro_f1"
                case .logLoss: "log_loss"
                }
            before = found.before
            after = found.after
            difference = Interval(found.difference)
            relativePercent = found.relativePercent.map { Interval($0) }
            isImprovement = found.isImprovement
            isHarm = found.isHarm
            higherIsBetter = found.metric.higherIsBetter
        }
    }

    /// A value with its interval.
    public struct Interval: Codable, Sendable, Equatable {
        /// The value.
        public var value: Double
        /// The lower end.
        public var lower: Double
        /// The upper end.
        public var upper: Double

        init(_ estimate: Estimate) {
            value = estimate.value
            lower = estimate.lower
            upper = estimate.upper
        }
    }
}
