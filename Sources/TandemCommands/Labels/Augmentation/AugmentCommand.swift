import ArgumentParser
import TandemLabeling
import TandemTabular

/// Makes further rows for training from labeled ones.
public struct AugmentCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "augment", abstract: "Makes further rows for training; they stay out of every evaluation split.",
        discussion: """
            The result holds the rows of DATA and behind them the derived ones, with id, derived_from, derived_with (the
            other parent of an interpolated row), derivation and copy. Where DATA has a column role or split (or
            --split-column), only rows marked train are parents and their children are train: nothing is ever derived of a
            row to evaluate on. Steps: swap, delete, keyboard, ocr, case, synonym (column, share 0.1; case: mode; synonym:
            lexicon with columns word,synonyms separated by |, vectors), noise (columns, scale), interpolate (columns,
            neighbors). Beside steps a pipeline has copies, class and only.

            \(example.help("labels augment"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "sms.csv": "id,text,label,split\na,win a free prize now,spam,train\nb,see you at noon,ham,train\n"
                + "c,claim your free prize,spam,evaluate\n",
            "pipeline.yaml": "copies: 2\nclass: label\nonly: spam\nsteps:\n  - {do: swap, column: text}\n"
                + "  - {do: synonym, column: text, share: 0.3, lexicon: words.csv}\n",
            "words.csv": "word,synonyms\nprize,award|reward\nfree,gratis\n",
        ],
        arguments: ["sms.csv", "--pipeline", "pipeline.yaml", "--seed", "1"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The rows: a file, or - for standard input.") var path: String
    @Option(help: "The steps, as YAML.") var pipeline: String
    @Option(help: "The column of ids; made from line numbers if there is none.") var id = "id"
    @Option(help: "The column that says which split a row is in; role or split if not said.") var splitColumn: String?
    @Option(help: "What that column says of rows for training.") var train = "train"
    @Flag(help: "Give the derived rows alone.") var derivedOnly = false

    /// A command, as the parser makes it.
    public init() {}

    /// Derives rows.
    public func report(at desk: Desk) throws -> Report {
        let plan = try PipelineFile(pipeline, text: try desk.text(pipeline))
        let file = try AugmentedFile(
            .init(path: path, format: files.format, id: id, splitColumn: splitColumn, train: train), plan, at: desk)
        let made = try plan.pipeline(at: desk) { file.words(in: $0) }
        let result = made.derive(file.table, parents: file.parents, seed: files.seed, threads: files.threads)
        let rows = try file.output(result.rows, withOriginals: !derivedOnly)
        var notes: [String] = []
        if plan.interpolates {
            notes.append(
                "interpolated rows hold only if what lies between two rows of a class belongs to the class; "
                    + "look at some of them")
        }
        if file.split == nil {
            notes.append(
                "there is no column role or split: keep rows with derived_from out of everything you evaluate on")
        }
        if result.unchanged > 0 {
            notes.append("\(result.unchanged) copies came out like their parents and were left out")
        }
        return Report(
            facts: [
                "parents": JSONValue(file.parents.count), "derived": JSONValue(result.rows.count),
                "left_out": JSONValue(result.unchanged), "seed": .string("\(files.seed)"),
                "steps": .array(plan.steps.map { .string($0.name) }),
            ],
            rowsName: "rows", rows: rows,
            summary: [
                SummaryTable(
                    "Augmentation",
                    [
                        ("rows read", "\(file.table.rows)"), ("parents, all for training", "\(file.parents.count)"),
                        ("derived", "\(result.rows.count)"), ("left out, unchanged", "\(result.unchanged)"),
                    ])
            ], notes: notes)
    }
}
