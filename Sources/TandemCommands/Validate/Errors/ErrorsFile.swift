import TandemNumerics
import TandemTabular
import TandemValidation

/// A file of predictions and features, as the search for errors reads it.
struct ErrorsFile: Sendable {
    /// The loss of each row: 1 for an error, or the file's own.
    let losses: [Double]
    /// The columns that are searched.
    let features: [String]
    /// The two columns whose map is wanted.
    let pair: [String]?
    private let table: Table
    private let numeric: [String: [Double]]

    init(_ path: String, format: TableFormat?, features: String?, heat: String?, at desk: Desk) throws {
        let wanted = features?.split(separator: ",").map(String.init)
        let pair = heat?.split(separator: ",").map(String.init)
        guard pair == nil || pair?.count == 2, pair.map({ $0[0] != $0[1] }) ?? true else {
            throw CommandProblem.usage("--heat is two columns, as amount,country")
        }
        var names: [String] = []
        var hasLoss = false
        table = try desk.table(path, format: format) { header in
            hasLoss = header.contains("loss")
            let taken = Set(["id", "y_true", "y_pred", "score", "weight", "loss"])
            names = wanted ?? header.filter { !taken.contains($0) && !$0.hasPrefix("p_") }
            let read = names + (pair ?? []).filter { !names.contains($0) }
            return (hasLoss ? [.numbers("loss")] : [.codes("y_true"), .codes("y_pred")])
                + read.map { .codes($0, isRequired: false) }
        }
        guard !names.isEmpty else { throw CommandProblem.badInput("\(path): there is no column to search") }
        if hasLoss {
            losses = table.numbers("loss")
            if let row = losses.firstIndex(where: { $0 < 0 }) {
                throw CommandProblem.badInput("\(path): line \(table.lines[row]), column loss: a loss is not negative")
            }
        } else {
            losses = Self.errors(table.codes("y_true"), table.codes("y_pred"))
        }
        self.features = names
        self.pair = pair
        var numeric: [String: [Double]] = [:]
        for name in Set(names + (pair ?? [])) { numeric[name] = Self.numbers(table.codes(name)) }
        self.numeric = numeric
    }

    /// The binned columns, numbers cut by a sample of rows.
    func binned(sample: [Int], names: [String], threads: Int) -> [BinnedFeature] {
        Blocks(count: names.count, size: 1).map(threads: threads) { range in
            range.map { place in
                let name = names[place]
                if let numbers = numeric[name] { return BinnedFeature(name, numbers: numbers, sample: sample) }
                return BinnedFeature(name, names: table.codes(name), sample: sample)
            }
        }.flatMap { $0 }
    }

    private static func errors(_ truth: Codes, _ predicted: Codes) -> [Double] {
        let places = Dictionary(uniqueKeysWithValues: truth.names.enumerated().map { ($1, Int32($0)) })
        let same = predicted.names.map { places[$0] ?? -2 }
        return zip(truth.codes, predicted.codes).map { $0 == same[Int($1)] ? 0 : 1 }
    }

    /// A column all of whose names are numbers, as numbers; a handful of whole numbers stay names.
    private static func numbers(_ codes: Codes) -> [Double]? {
        var values: [Double] = []
        for name in codes.names {
            guard let value = Double(name), value.isFinite else { return nil }
            values.append(value)
        }
        guard values.count > 5 else { return nil }
        return codes.codes.map { $0 < 0 ? .nan : values[Int($0)] }
    }
}
