import ArgumentParser
import TandemLabeling
import TandemTabular

/// Replays labeling on labeled data: what a strategy would have saved.
public struct SimulateCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Replays labeling: learning curves and labels needed, beside random choice.",
        discussion: """
            DATA is labeled; a replay pretends not to know. A logistic regression learns after each batch: numbers,
            categories, texts by TF-IDF. Annotators are simulated; below --annotator-accuracy 1 they err, and strategies
            that ask again (activelab, activelab-fitted) may. Rows with derived_from are never measured on and follow
            their parents. Stop rule: stabilizing predictions (Bloodgood and Vijay-Shanker 2009), κ ≥ 0.99 over 3 rounds.
            Strategies: \(QueryStrategies.all.map(\.name).joined(separator: ", ")).

            \(example.help("labels simulate"))
            """)

    /// The worked example.
    public static let example = Example(
        files: ["points.csv": SimulateCommand.points],
        arguments: [
            "points.csv", "--target", "y", "--strategies", "margin,random", "--batch", "2", "--rounds", "4", "--seeds",
            "3",
        ])

    private static let points: String = (0..<60).reduce("x,z,y\n") { text, row in
        text + "\(row % 10),\(row * 7 % 13),\(row % 10 + row * 7 % 13 > 10 ? "high" : "low")\n"
    }

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The labeled rows: a file, or - for standard input.") var path: String
    @Option(help: "The column with the true classes.") var target: String
    @Option(help: "Strategies, separated by commas; random is always added.") var strategies = "hedged,random"
    @Option(help: "Labels in each round.") var batch = 10
    @Option(help: "Rounds.") var rounds = 30
    @Option(help: "Repetitions, each with its own start and its own annotators' errors.") var seeds = 10
    @Option(help: "Probability that an annotator gives the true class.") var annotatorAccuracy = 1.0
    @Option(help: "Annotators; each labels an item at most once.") var annotators = 10
    @Option(help: "Rows to measure on, of the same columns; else a share of DATA.") var test: String?
    @Option(help: "Share of DATA's original rows to measure on.") var testShare = 0.3
    @Option(help: "accuracy or balanced-accuracy: what models are measured by.") var score: ReplayPlan.Score = .accuracy
    @Option(help: "The goal, as a share of what all true labels reach.") var reach = 0.95
    @Option(help: "Rows drawn by lot to begin with; one of each class if not said.") var initial: Int?
    @Option(help: "C of the logistic regression.") var inversePenalty = 1.0
    @Option(help: "standardized or raw: how numbers are encoded.") var numbers: EncoderOptions.Numbers = .standardized
    @Option(help: "Columns to learn from, separated by commas; all if not said.") var features: String?
    @Option(help: "Columns that are texts whatever they look like, separated by commas.") var texts: String?

    /// A command, as the parser makes it.
    public init() {}

    private var wanted: [String] {
        var names: [String] = []
        for name in strategies.split(separator: ",").map(String.init) + [RandomQuery.name] where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// Refuses unknown strategies and shares out of range.
    public func validate() throws {
        if let unknown = wanted.first(where: { QueryStrategies.named($0) == nil }) {
            throw ValidationError(
                "--strategies are of \(QueryStrategies.all.map(\.name).joined(separator: ", ")), not \(unknown)")
        }
        guard testShare > 0, testShare < 1 else { throw ValidationError("--test-share is between 0 and 1") }
        do { try plan.check() } catch { throw ValidationError("\(error)") }
    }

    private var plan: ReplayPlan {
        var plan = ReplayPlan()
        plan.batch = batch
        plan.rounds = rounds
        plan.repetitions = seeds
        plan.seed = files.seed
        plan.annotatorAccuracy = annotatorAccuracy
        plan.annotators = annotators
        plan.score = score
        plan.initial = initial
        plan.goalShare = reach
        plan.inversePenalty = inversePenalty
        return plan
    }

    /// Replays.
    public func report(at desk: Desk) throws -> Report {
        var encoding = EncoderOptions(numbers: numbers)
        encoding.text.maximumTerms = 5_000
        let file = try ReplayFile(
            .init(
                path: path, test: test, format: files.format, target: target,
                features: features?.split(separator: ",").map(String.init),
                texts: texts?.split(separator: ",").map(String.init) ?? [], testShare: testShare, encoding: encoding,
                seed: files.seed), at: desk)
        let replay = try Replay(file.data, plan: plan)
        let names = wanted
        let curves = try replay.curves(names.compactMap(QueryStrategies.named), threads: files.threads)
        let random = names.firstIndex(of: RandomQuery.name).map { curves[$0] }
        let summaries = zip(names, curves).map { name, curves in
            CurveSummary(
                strategy: name, curves: curves, random: name == RandomQuery.name ? nil : random, goal: replay.goal,
                seed: files.seed)
        }
        return ReplayReport(replay: replay, summaries: summaries, derived: file.derived).report
    }
}

extension ReplayPlan.Score: ExpressibleByArgument {}
extension EncoderOptions.Numbers: ExpressibleByArgument {}
