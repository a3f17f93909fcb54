import ArgumentParser

/// How columns of a file of predictions are to be read.
public struct PredictionOptions: ParsableArguments {
    /// What is predicted.
    public enum Task: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Told from the columns.
        case auto
        /// A positive class or not.
        case binary
        /// One of several classes.
        case multiclass
        /// A number.
        case regression
        /// An order by score, with graded relevance as truth.
        case ranking
    }

    /// What is predicted.
    @Option(help: "auto, binary, multiclass, regression or ranking: what is predicted; auto tells from the columns.")
    public var task: Task = .auto

    /// The positive class.
    @Option(help: "The positive class; the last in sorted order if not said (1 of 0 and 1, yes of no and yes).")
    public var positive: String?

    /// Scores from here on are decided positive.
    @Option(
        help: "Without y_pred, decide positive from this score on; 0.5 for probabilities and 0 for others if not said.")
    public var threshold: Double?

    // Files with other names are read by `--columns y_true=label`.
    var truth: String { "y_true" }
    var predicted: String { "y_pred" }
    var score: String { "score" }
    var weight: String { "weight" }

    /// Options as the parser fills them.
    public init() {}
}
