import TandemLabeling
import TandemTabular

/// Votes read from a table, with the names behind the numbers; nothing depends on the order of rows but whose later
/// vote counts.
struct RatingsFile {
    let ratings: Ratings
    /// The labels, in order.
    let labels: [String]
    /// The labels' values, ascending; empty for the nominal level.
    let values: [Double]
    /// The workers, by name.
    let workers: [String]

    /// Most different values that the ratio level compares with each other.
    private static let mostRatios = 5_000

    /// Reads columns `task`, `worker` and `label`, kept as codes; rows without a label are no votes, and without an
    /// `order` labels are ordered as numbers.
    init(_ table: Table, path: String, level: MeasurementLevel, order: [String]?) throws {
        let tasks = table.codes("task")
        let people = table.codes("worker").sorted
        let scale = try Self.scale(table, path: path, level: level, order: order)
        let rows = scale.codes.indices.filter { scale.codes[$0] >= 0 }
        guard !rows.isEmpty else {
            throw CommandProblem.badInput("\(path): there are no votes; each row needs task, worker and label")
        }
        guard level != .ratio || scale.names.count <= Self.mostRatios else {
            throw CommandProblem.badInput(
                "\(path): \(scale.names.count) different values are too many for --level ratio (at most"
                    + " \(Self.mostRatios)); round them, or use --level interval")
        }
        ratings = try Ratings(
            tasks: rows.map { tasks.codes[$0] }, workers: rows.map { people.codes[$0] },
            labels: rows.map { scale.codes[$0] }, taskCount: tasks.names.count, workerCount: people.names.count,
            labelCount: scale.names.count)
        labels = scale.names
        values = scale.values
        workers = people.names
    }

    private struct Scale {
        var codes: [Int32]
        var names: [String]
        var values: [Double]
    }

    private static func scale(_ table: Table, path: String, level: MeasurementLevel, order: [String]?) throws -> Scale {
        let labels = table.codes("label")
        if level == .nominal {
            let sorted = labels.sorted
            return Scale(codes: sorted.codes, names: sorted.names, values: [])
        }
        if let order {
            guard level == .ordinal else { throw CommandProblem.usage("--order belongs to --level ordinal") }
            guard Set(order).count == order.count else { throw CommandProblem.usage("--order names a label twice") }
            let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Double($0)) })
            return try scale(table, labels) {
                ranks[$0]
            } problem: {
                "\"\($0)\" is not in --order"
            }
        }
        return try scale(table, labels) {
            Double($0).flatMap { $0.isFinite ? $0 : nil }
        } problem: {
            level == .ordinal
                ? "\"\($0)\" is no number: say the labels from low to high with --order"
                : "\"\($0)\" is no number, as --level \(level.rawValue) needs"
        }
    }

    /// Labels with one value are one label, as 1 and 1.0.
    private static func scale(
        _ table: Table, _ labels: Codes, value: (String) -> Double?, problem: (String) -> String
    ) throws -> Scale {
        let found = labels.names.map(value)
        let problems = labels.codes.indices.compactMap { row -> RowProblem? in
            guard labels.codes[row] >= 0, found[Int(labels.codes[row])] == nil else { return nil }
            return table.problem(row: row, column: "label", problem(labels.names[Int(labels.codes[row])]))
        }
        guard problems.isEmpty else { throw TableProblems(problems) }
        let values = Set(found.compactMap { $0 }).sorted()
        let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
        var names = [String](repeating: "", count: values.count)
        let codes = found.map { $0.flatMap { places[$0] } ?? -1 }
        for (name, code) in zip(labels.names, codes).reversed() where code >= 0 { names[Int(code)] = name }
        return Scale(codes: labels.codes.map { $0 < 0 ? -1 : codes[Int($0)] }, names: names, values: values)
    }
}
