import TandemTabular
import TandemValidation

/// A file of predictions with what turned out, as the guarantee command reads it.
struct GuaranteeFile {
    let path: String
    let table: Table
    /// The labels' names: those with a column p_<label> in the file's order, then the others sorted.
    let labels: [String]
    /// How many of the labels have a column p_<label>.
    let probabilityCount: Int
    /// The true label of each row; nil where it is not known.
    let truth: [Int?]
    /// The predicted label of each row.
    let predicted: [Int]
    /// How sure the model was of that label; higher is surer.
    let scores: [Double]
    /// Whether the scores are those of the column `score`, unchanged.
    let scoresAreAsRead: Bool
    /// The group of each row and the groups' names, sorted; nil if no groups were asked for.
    let groups: (codes: [Int], names: [String])?
    /// The probabilities of each row beside each other; empty without.
    let probabilities: [Double]

    /// How to read the file.
    struct Request {
        /// The column of groups.
        var by: String?
        /// The label whose score stands in the column `score`; nil where it is the predicted label's.
        var scoreOf: String?
        /// Whether the file must tell the truth.
        var needsTruth = true
        /// The labels that must have a probability, in this order; nil to take those of the file.
        var labels: [String]?
    }

    var count: Int { table.rowCount }

    /// Reads the file.
    init(_ path: String, format: TableFormat?, request: Request, at desk: Desk) throws {
        self.path = path
        let columns = try GuaranteeColumns(path, format: format, request: request, at: desk)
        table = columns.table
        probabilityCount = columns.classes.count
        let truthCodes = columns.has("y_true") ? table.codes("y_true") : nil
        let predictedCodes = columns.has("y_pred") ? table.codes("y_pred") : nil
        labels = Self.labels(columns.classes, (truthCodes?.names ?? []) + (predictedCodes?.names ?? []))
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        func mapped(_ codes: Codes) -> [Int?] {
            let map = codes.names.map { places[$0] }
            return codes.codes.map { $0 < 0 ? nil : map[Int($0)] }
        }
        truth = truthCodes.map(mapped) ?? [Int?](repeating: nil, count: table.rowCount)
        probabilities = try columns.probabilities()
        let width = columns.classes.count
        predicted =
            predictedCodes.map { mapped($0).map { $0 ?? 0 } }
            ?? Self.likeliest(probabilities, width: width)
        scores = try columns.scores(predicted: predicted, labels: labels, probabilities: probabilities)
        scoresAreAsRead = columns.classes.isEmpty && request.scoreOf == nil
        groups = request.by.map { [table] by in
            let codes = table.codes(by).sorted
            // Rows without a group are a group of their own: leaving them out would break the promise about all rows.
            let hasMissing = codes.codes.contains(-1)
            return (
                codes.codes.map { $0 < 0 ? codes.names.count : Int($0) },
                codes.names + (hasMissing ? ["(missing)"] : [])
            )
        }
    }

    /// The rows as a certificate sees them.
    var items: [CalibrationItem] {
        (0..<count).map { CalibrationItem(predicted: predicted[$0], score: scores[$0], truth: truth[$0]) }
    }

    /// The rows as a certificate sees them if the label were the place in `parts`: right or wrong is all that counts.
    func items(in parts: [Int]) -> [CalibrationItem] {
        (0..<count).map { row in
            let isRight = truth[row] == predicted[row]
            return CalibrationItem(
                predicted: parts[row], score: scores[row], truth: isRight ? parts[row] : nil)
        }
    }

    /// How many rows have no truth; they count as errors of a certificate.
    var unanswered: Int { truth.count { $0 == nil } }

    private static func labels(_ classes: [String], _ names: [String]) -> [String] {
        let known = Set(classes)
        let others = Set(names).subtracting(known).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return classes + others
    }

    private static func likeliest(_ probabilities: [Double], width: Int) -> [Int] {
        stride(from: 0, to: probabilities.count, by: max(1, width)).map { start in
            (0..<width).max { probabilities[start + $0] < probabilities[start + $1] } ?? 0
        }
    }
}
