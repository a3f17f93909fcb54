import ArgumentParser
import TandemNumerics
import TandemStatistics
import TandemTabular

/// Makes probabilities mean what they say.
public struct CalibrateCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Do probabilities mean what they say? Measures, and makes them.",
        discussion: """
            Columns: y_true, and score or p_<class> for each class. Methods are compared by their log loss on rows they
            were not fitted on; the rows that come out are those of the best, each by a calibrator that did not see it
            (out of fold). With --apply the best is fitted on all rows and applied to another file.

            \(example.help("validate calibrate"))
            """)

    /// A worked example.
    public static let example = Example(
        files: [
            "predictions.csv": "y_true,score\n"
                + (0..<40).map { row in
                    let truth = [1, 0, 1, 1, 0, 0, 1, 0][row % 8]
                    let score = ["0.97", "0.91", "0.88", "0.95", "0.06", "0.11", "0.81", "0.04"][row % 8]
                    return "\(truth),\(score)\(row % 3)\n"
                }.joined()
        ],
        arguments: ["predictions.csv", "--method", "auto", "--bins", "5"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions

    /// How columns are read.
    @OptionGroup public var columns: PredictionOptions

    /// The methods.
    @Option(
        help: """
            auto (compares all), or a list of those to compare: none, temperature, platt, beta, isotonic (each class by \
            itself, then scaled to sum to 1), dirichlet (all classes together).
            """)
    public var method: CalibrationMethods = .all

    /// Parts of cross-validation.
    @Option(help: "Parts of cross-validation.")
    public var folds = 5

    /// Bins.
    @Option(help: "Bins of calibration errors and the reliability diagram.")
    public var bins = 15

    /// Confidence of intervals.
    @Option(help: "Confidence of the diagram's intervals, between 0 and 1.")
    public var confidence = 0.95

    /// Another file.
    @Option(help: "Apply the calibrator to this file, which needs no truth, and give out its rows.")
    public var apply: String?

    /// The file.
    @Argument(help: "The file of predictions, - for standard input.")
    public var predictions: String

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses what is out of range.
    public func validate() throws {
        guard folds >= 2 else { throw ValidationError("--folds is at least 2") }
        guard bins >= 1 else { throw ValidationError("--bins is at least 1") }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence lies between 0 and 1") }
    }

    private var methods: [CalibrationMethod] { method.wanted }

    /// The calibrated probabilities and what they are worth.
    public func report(at desk: Desk) throws -> Report {
        let input = try CalibrationInput(predictions, format: files.format, options: columns, at: desk)
        guard input.labels.count >= folds else {
            throw CommandProblem.badInput(
                "\(predictions): \(input.labels.count) rows are too few for \(folds) folds; --folds 2 needs two")
        }
        let selection = try CalibrationSelection(
            margins: input.margins, labels: input.labels,
            methods: CalibrationMethod.allCases.filter(Set(methods + [.none]).contains), folds: folds, seed: files.seed,
            threads: files.threads)
        let chosen = try choose(selection)
        guard let after = selection.heldOut[chosen],
            let calibrator = chosen.fit(margins: input.margins, labels: input.labels)
        else { throw CommandProblem.badInput("\(predictions): \(chosen.rawValue) cannot be fitted on these rows") }
        let before = quality(Calibrator.identity.probabilities(input.margins), input)
        let held = quality(after, input)
        var report = Report(facts: try facts(selection, chosen, before, held, input), rowsName: "rows")
        report.facts["calibrator"] = calibrator.json(classes: input.classes)
        report.rows = try rows(calibrator, after, input, at: desk)
        report.chart = try picture(before, held)
        if input.hasWeights {
            report.notes.append("the column \(columns.weight) is not used: every row counts once in calibration")
        }
        report.summary = [summary(selection, chosen, report.facts)]
        return report
    }

    /// The best of the methods asked for, and not of those it is compared with.
    private func choose(_ selection: CalibrationSelection) throws -> CalibrationMethod {
        var best: (method: CalibrationMethod, loss: Double)?
        for method in methods {
            guard let loss = selection.losses[method] else { continue }
            if loss < (best?.loss ?? .infinity) - 1e-9 { best = (method, loss) }
        }
        guard let best else {
            let names = methods.map(\.rawValue).joined(separator: ", ")
            throw CommandProblem.badInput(
                "\(predictions): \(names) cannot be fitted on every fold: a class has too few rows, or all rows are "
                    + "told apart without an error; try --method platt,beta, or more rows")
        }
        return best.method
    }

    private func quality(_ probabilities: Matrix, _ input: CalibrationInput) -> CalibrationQuality {
        CalibrationQuality(
            probabilities: probabilities, labels: input.labels, classes: input.classes, binCount: bins,
            confidence: confidence)
    }

    private func facts(
        _ selection: CalibrationSelection, _ chosen: CalibrationMethod, _ before: CalibrationQuality,
        _ after: CalibrationQuality, _ input: CalibrationInput
    ) throws -> [String: JSONValue] {
        let losses = Dictionary(
            uniqueKeysWithValues: selection.losses.map { ($0.key.rawValue, JSONValue.number($0.value)) })
        return [
            "n": JSONValue(input.labels.count), "classes": .array(input.classes.map(JSONValue.string)),
            "positive": JSONValue(orNull: input.classes.count == 2 ? input.classes[1] : nil),
            "method": .string(chosen.rawValue),
            "chosen_by": .string(
                methods.count > 1
                    ? "lowest log loss on held-out rows in \(folds)-fold cross-validation" : "asked for"),
            "held_out_log_loss": .object(losses),
            "before": try before.json(), "after": try after.json(),
            "after_is": "each row by a calibrator fitted without it",
            "reliability": .array(try before.diagram("as stated") + after.diagram("calibrated")),
            "rows_are": .string(apply.map { "\($0), by the calibrator fitted on all rows" } ?? "out of fold"),
        ]
    }

    private func rows(
        _ calibrator: Calibrator, _ heldOut: Matrix, _ input: CalibrationInput, at desk: Desk
    ) throws -> OutputTable {
        var probabilities = heldOut
        var ids = input.ids
        if let apply {
            let other = try CalibrationInput(apply, format: files.format, options: columns, like: input, at: desk)
            probabilities = calibrator.probabilities(other.margins)
            ids = other.ids
        }
        var table: [OutputTable.Column] = []
        if let ids { table.append(.init("id", .texts(ids))) }
        if apply == nil {
            table.append(.init("y_true", .codes(input.labels.map { Int32($0) }, names: input.classes)))
        }
        table += input.classes.indices.map { label in
            .init("p_" + input.classes[label], .numbers(probabilities.column(label)))
        }
        return OutputTable(table)
    }
}
