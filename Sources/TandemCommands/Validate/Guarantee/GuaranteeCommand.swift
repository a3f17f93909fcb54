import ArgumentParser
import TandemTabular
import TandemValidation

/// Which of a model's decisions can be taken automatically under a stated guarantee.
public struct GuaranteeCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "guarantee",
        abstract: "From which score on may a model decide alone? Thresholds and sets with a stated guarantee.",
        discussion: """
            Rows are a uniform random sample of the decisions the promise is about, none of them used in training.
            Columns: y_true (empty: unanswered, an error) and p_<label>…, or y_pred and score (how sure the model was of
            y_pred; --score-of LABEL where score is the score of one of two labels instead); with both, y_pred's
            p_<label> counts. A column weight is refused.

            With --max-error: "automatic decisions err at most so often, with this confidence", for all decisions
            together, for each predicted label (the failure probability is split evenly over the labels) and with --by
            for each group (split over the groups). Each of the three promises holds on its own.

            With --sets: sets of labels that hold the truth with this confidence, on average (conformal prediction);
            needs p_<label>. --per-class or --by keep the promise within each true label or each group. --apply FILE
            gives the sets of other rows. RAPS adds --raps-penalty for each rank beyond --raps-free.

            With --max-missed: the threshold from which on everything is selected so that at most this share of what is
            there is missed (conformal risk control). Columns: y_true, score and item (rows of one item belong
            together; without it each row is one), or for several labels y_<label> (0 or 1) and p_<label>, a row an item.

            \(example.help("validate guarantee"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "predictions.csv": "y_true,p_no,p_yes\n"
                + (0..<120).map { row in
                    let sure = 50 + row * 37 % 50
                    let isYes = row % 3 == 0
                    let isWrong = sure < 60 && row % 2 == 0
                    let p = isYes ? sure : 100 - sure
                    return "\(isYes != isWrong ? "yes" : "no"),0.\(100 - p < 10 ? "0" : "")\(100 - p),"
                        + "0.\(p < 10 ? "0" : "")\(p)\n"
                }.joined()
        ],
        arguments: ["predictions.csv", "--max-error", "0.05", "--confidence", "0.95"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The predictions: a file, or - for standard input.") var path: String
    @Option(help: "The error rate that automatic decisions may have at most.") var maxError: Double?
    @Option(help: "The probability with which the promise holds; of sets, how often they hold the truth.")
    var confidence = 0.95
    @Option(help: "A column of groups: a threshold for each of its values.") var by: String?
    @Option(help: "ltt (fixed-sequence Learn-then-Test) or sgr (selection with guaranteed risk).")
    var method: GuaranteeMethod = .ltt
    @Option(help: "ltt: how many prefixes are laid out.") var grid = 60
    @Option(help: "ltt: errors the first prefix forgives; fix it before looking at the labels.") var forgive = 0
    @Option(help: "The label whose score stands in the column score, if it is not y_pred's.") var scoreOf: String?
    @Option(
        defaultAsFlag: SetKind.lac, parsing: .next,
        help: "Sets of labels: lac (or split), aps or raps; lac if not said which.")
    var sets: SetKind?
    @Flag(help: "sets: keep the promise among the items of each true label.") var perClass = false
    @Flag(help: "sets: aps and raps with a random share of the last label, exact but possibly empty.")
    var randomize = false
    @Option(help: "raps: the penalty of each rank beyond the free ones.") var rapsPenalty = 0.05
    @Option(help: "raps: how many ranks are free.") var rapsFree = 2
    @Option(help: "sets: a file of other rows, whose sets are given.") var apply: String?
    @Option(help: "The share of what is there that may be missed.") var maxMissed: Double?
    @Option(help: "max-missed: the value of y_true that counts as there; 1, or of two values the second in order.")
    var positive: String?

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses settings out of range and promises that do not go together.
    public func validate() throws {
        for (name, value) in [("max-error", maxError), ("confidence", confidence), ("max-missed", maxMissed)] {
            guard let value else { continue }
            guard value > 0, value < 1 else { throw ValidationError("--\(name) is between 0 and 1") }
        }
        guard [maxError != nil, sets != nil, maxMissed != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("say one of --max-error RATE, --sets [lac|aps|raps] and --max-missed RATE")
        }
        guard grid >= 1, forgive >= 0 else { throw ValidationError("--grid is at least 1 and --forgive at least 0") }
        guard rapsPenalty >= 0, rapsFree >= 0 else {
            throw ValidationError("--raps-penalty and --raps-free are not negative")
        }
        guard sets != nil || apply == nil && !perClass && !randomize else {
            throw ValidationError("--apply, --per-class and --randomize go with --sets")
        }
        guard maxMissed == nil || by == nil else { throw ValidationError("--by does not go with --max-missed") }
    }

    /// Reads the file for the kind of promise asked for.
    public func report(at desk: Desk) throws -> Report {
        if let maxMissed {
            let file = try MissFile(path, format: files.format, positive: positive, at: desk)
            return MissReport(file: file, rule: MissRateRule(maxMissed: maxMissed, confidence: confidence)).report
        }
        let file = try GuaranteeFile(
            path, format: files.format, request: .init(by: by, scoreOf: scoreOf), at: desk)
        if let sets { return try SetsReport(command: self, file: file, rule: rule(sets)).report(at: desk) }
        return SelectionReport(
            findings: SelectionFindings(
                file, method: method, rule: CertificateRule(gridSize: grid, forgivenAtStart: forgive),
                maxError: maxError ?? 0, confidence: confidence), file: file
        ).report
    }

    private func rule(_ kind: SetKind) -> ConformalRule {
        let score: ConformalScore =
            switch kind {
            case .lac, .split: .leastAmbiguous
            case .aps: .adaptive
            case .raps: .regularized(penalty: rapsPenalty, free: rapsFree)
            }
        return ConformalRule(
            score: score, confidence: confidence, stratum: perClass ? .label : by == nil ? .all : .group,
            isRandomized: randomize, seed: files.seed)
    }
}
