import TandemNumerics
import TandemStatistics
import TandemTabular
import TandemValidation

/// One mitigation of one file, and what its methods share.
struct MitigationWork {
    let command: MitigateCommand
    let file: JudgedFile
    let grouping: Grouping

    /// Gap and accuracy of expected answers: a probability of the positive answer for each of the rows.
    func outcome(_ probabilities: [Double], rows: [Int]) -> JSONValue {
        var groups = [OutcomeCounts](repeating: OutcomeCounts(), count: grouping.count)
        for (place, row) in rows.enumerated() {
            let weight = file.predictions.weights?[row] ?? 1
            let group = Int(grouping.codes[row])
            let truth = file.predictions.truth[row]
            groups[group].add(truth: truth, predicted: true, weight: weight * probabilities[place])
            groups[group].add(truth: truth, predicted: false, weight: weight * (1 - probabilities[place]))
        }
        let all = groups.reduce(OutcomeCounts(), +)
        return [
            "n": JSONValue(rows.count), "gap": JSONValue(finiteOrNull: command.constraint.gap(groups)),
            "accuracy": JSONValue(finiteOrNull: OutcomeCounts.share(all.correct, all.total)),
            "selection_rate": JSONValue(finiteOrNull: OutcomeCounts.share(all.predictedPositives, all.total)),
        ]
    }

    /// The model's own answers to the rows: what there is before.
    func before(_ rows: [Int]) -> JSONValue {
        outcome(rows.map { file.predictions.predicted[$0] ? 1 : 0 }, rows: rows)
    }

    /// All rows in a seeded order, cut at a share: to find on one part, to look on the other.
    func split(_ share: Double) -> (found: [Int], kept: [Int]) {
        var order = Array(0..<file.predictions.count)
        var random = SplitMix64(seed: command.files.seed)
        order.shuffle(using: &random)
        let cut = Int((Double(order.count) * share).rounded())
        return (order[..<cut].sorted(), order[cut...].sorted())
    }

    /// The facts every method states.
    var facts: [String: JSONValue] {
        [
            "method": .string(command.method.rawValue), "constraint": .string(command.constraint.rawValue),
            "positive": .string(file.positive), "n": JSONValue(file.predictions.count),
            "groups": .array(grouping.groups.indices.map { .string(grouping.title($0)) }),
        ]
    }

    /// A summary of before and after, as many lines as there are outcomes.
    func summary(_ outcomes: [(String, JSONValue)]) -> SummaryTable {
        SummaryTable(
            "Gap and accuracy (\(command.constraint.rawValue))", columns: ["", "gap", "accuracy", "n"],
            rows: outcomes.map { name, value in
                [
                    name, SummaryTable.number(value["gap"]?.number), SummaryTable.number(value["accuracy"]?.number),
                    SummaryTable.number(value["n"]?.number),
                ]
            })
    }

    /// The groups' values as columns of a table with a row for each group.
    var groupColumns: [OutputTable.Column] {
        grouping.columns.indices.map { column in
            .init(grouping.columns[column], .texts(grouping.groups.map { $0[column] }))
        }
    }

    /// The names of the features: as said, or all columns that are neither labels, scores nor sensitive.
    func featureNames() throws -> [String] {
        if let said = command.features {
            let names = said.split(separator: ",").map(String.init)
            if let unknown = names.first(where: { !file.table.header.contains($0) }) {
                throw CommandProblem.badInput("\(command.path): there is no column \(unknown)")
            }
            return names
        }
        let taken = Set(["id", "y_true", "y_pred", "score", "weight"] + grouping.columns)
        return file.table.header.filter { !taken.contains($0) && !$0.hasPrefix("p_") }
    }

    /// The file's own columns, some replaced, further ones at the end.
    func columns(replacing changed: [String: [Double]], adding: [OutputTable.Column] = []) -> OutputTable {
        let added = Set(adding.map(\.name))
        let own = file.table.header.filter { !added.contains($0) }.map { name -> OutputTable.Column in
            if let numbers = changed[name] { return .init(name, .numbers(numbers)) }
            return .init(name, file.table.output(name))
        }
        return OutputTable(own + adding)
    }
}
