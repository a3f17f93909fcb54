import ArgumentParser
import TandemLabeling
import TandemStatistics
import TandemTabular

/// Which given labels are probably wrong, which items are duplicates, which lie far out.
public struct IssuesCommand: FileCommand {
    /// Eight items; the model is sure that the fourth is labeled wrongly.
    public static let example = Example(
        files: [
            "probabilities.csv": """
            id,p_cat,p_dog
            a,0.95,0.05
            b,0.9,0.1
            c,0.92,0.08
            d,0.03,0.97
            e,0.1,0.9
            f,0.05,0.95
            g,0.2,0.8
            h,0.08,0.92

            """,
            "labels.csv": "id,label\na,cat\nb,cat\nc,cat\nd,cat\ne,dog\nf,dog\ng,dog\nh,dog\n",
        ], arguments: ["--probabilities", "probabilities.csv", "--labels", "labels.csv"])

    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "issues", abstract: "Label errors, near duplicates and outliers, worst first.",
        discussion: """
            Label errors by confident learning, as cleanlab finds and ranks them, from a model's probabilities of items \
            it was not trained on (id, then p_<class>) and the given labels (id, label). Duplicates and outliers from \
            --features (id, then numeric columns; --text names a column of text). With --votes (task, worker, label) the \
            quality of each item's consensus and of each annotator; without --labels the consensus is what is checked.

            \(example.help("labels issues"))
            """)

    /// Input, output, seed and threads.
    @OptionGroup public var files: FileOptions
    /// The model's probabilities.
    @Option(help: "Out-of-sample probabilities: id, then a column p_<class> for each class.")
    var probabilities: String?
    /// The given labels.
    @Option(help: "The given labels: id, label.")
    var labels: String?
    /// Several people's votes.
    @Option(help: "Several people's votes: task (the id), worker, label; judged together with the model (CROWDLAB).")
    var votes: String?
    /// Where the annotators' scores go.
    @Option(help: "With --votes: write the annotators' scores to this .csv, .tsv, .jsonl or .json file.")
    var annotators: String?
    /// Which items are flagged.
    @Option(
        help: """
            prune_by_noise_rate, prune_by_class, both, confident_learning, predicted_neq_given, low_normalized_margin or \
            low_self_confidence: which items are flagged.
            """)
    var filter: LabelErrorFilter = .pruneByNoiseRate
    /// How flagged items are ordered.
    @Option(help: "self_confidence, normalized_margin or confidence_weighted_entropy: the score, low is bad.")
    var rankBy: LabelQuality = .selfConfidence
    /// Whether scores are adjusted.
    @Flag(help: "Take each class's usual confidence from the score, so that hard classes are not all suspected.")
    var adjust = false
    /// The share of the noise to flag.
    @Option(help: "Flag this share of the estimated errors, for the filters that prune and both.")
    var noiseShare: Double = 1
    /// Items a class keeps.
    @Option(help: "Never prune a class of no more items than this.")
    var leastPerClass: Int = 1
    /// Most issues to list.
    @Option(help: "List at most so many issues, the worst.")
    var top: Int?
    /// Highest score listed.
    @Option(help: "List only issues with at most this score: fewer, but surer ones.")
    var maxScore: Double?
    /// Features of the items.
    @Option(help: "Features of the items, for duplicates and outliers: id, then numeric columns.")
    var features: String?
    /// The text column.
    @Option(help: "A column of --features that holds text, for duplicates.")
    var text: String?
    /// Neighbors of the outlier score.
    @Option(help: "Neighbors that duplicates and outliers are found by.")
    var neighbors: Int = 10
    /// Least similarity of texts.
    @Option(help: "Least share of common five-letter runs of two near-duplicate texts.")
    var similarity: Double = 0.8
    /// Where every item's scores go.
    @Option(help: "Write every item's scores to this .csv, .tsv, .jsonl or .json file.")
    var items: String?

    /// A command as the parser fills it.
    public init() {}

    /// Refuses settings that do not go together or are out of range.
    public func validate() throws {
        guard (probabilities == nil) == (labels == nil && votes == nil) else {
            throw ValidationError("--probabilities and --labels, or --votes, belong together")
        }
        guard annotators == nil || votes != nil else { throw ValidationError("--annotators belongs to --votes") }
        guard probabilities != nil || features != nil else {
            throw ValidationError("give --probabilities with --labels or --votes, or --features")
        }
        guard text == nil || features != nil else { throw ValidationError("--text is a column of --features") }
        guard noiseShare >= 0, noiseShare <= 1 else { throw ValidationError("--noise-share lies between 0 and 1") }
        guard leastPerClass >= 0 else { throw ValidationError("--least-per-class is not negative") }
        guard top ?? 1 >= 1 else { throw ValidationError("--top is at least 1") }
        guard neighbors >= 1 else { throw ValidationError("--neighbors is at least 1") }
        guard similarity > 0, similarity <= 1 else { throw ValidationError("--similarity is above 0, at most 1") }
        guard !adjust || rankBy != .confidenceWeightedEntropy else {
            throw ValidationError("--adjust does not go with confidence_weighted_entropy")
        }
    }

    /// Reads the files and looks for issues.
    public func report(at desk: Desk) throws -> Report {
        let model = try probabilities.map { try ProbabilitiesFile(desk: desk, path: $0, format: files.format) }
        let votePart = try model.flatMap { model in
            try votes.map { try VoteIssues(desk: desk, path: $0, model: model, format: files.format) }
        }
        let labelPart = try model.flatMap { try labelIssues($0, votes: votePart, desk: desk) }
        let featurePart = try features.map {
            try FeatureIssues(
                desk: desk, path: $0, format: files.format, text: text, neighbors: neighbors, similarity: similarity,
                threads: files.threads)
        }
        return IssuesReport(
            labels: labelPart, votes: votePart, features: featurePart, itemsPath: items, annotatorsPath: annotators
        ).report
    }

    /// Errors among the given labels; without a file of them among those that the votes come to.
    private func labelIssues(_ model: ProbabilitiesFile, votes: VoteIssues?, desk: Desk) throws -> LabelIssues? {
        let method = ConfidentLearning(
            filter: filter, ranking: rankBy, isAdjusted: adjust, noiseShare: noiseShare, leastPerClass: leastPerClass)
        let file: LabeledProbabilitiesFile
        if let labels {
            file = try LabeledProbabilitiesFile(model, desk: desk, labels: labels, format: files.format)
        } else if let votes, let path = self.votes {
            file = try LabeledProbabilitiesFile(model, labelOf: votes.labelOf, source: path)
        } else {
            return nil
        }
        return LabelIssues(file: file, method: method, seed: files.seed, top: top, maxScore: maxScore)
    }
}

extension LabelErrorFilter: ExpressibleByArgument {}
extension LabelQuality: ExpressibleByArgument {}
