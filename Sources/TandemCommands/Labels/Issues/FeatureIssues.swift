import Foundation
import TandemLabeling
import TandemNumerics
import TandemTabular

/// Duplicates and outliers found in a file of features.
struct FeatureIssues {
    let ids: [String]
    /// Names of the numeric columns.
    let columns: [String]
    let outliers: OutlierScores?
    let duplicates: NearDuplicates?
    let textDuplicates: NearDuplicates?
    let metric: NearestNeighbors.Metric?

    init(
        desk: Desk, path: String, format: TableFormat?, text: String?, neighbors: Int, similarity: Double, threads: Int
    ) throws {
        let data = try desk.read(path)
        let chosen = try Self.numericColumns(data, desk: desk, path: path, format: format, text: text)
        let table = try desk.reading(data).table(path, format: format) { _ in
            [.codes("id")] + chosen.map { .numbers($0) } + (text.map { [.texts($0)] } ?? [])
        }
        guard !chosen.isEmpty || text != nil else {
            throw CommandProblem.badInput("\(path): no column holds numbers; name a column of text with --text")
        }
        ids = try ProbabilitiesFile.unique(table, path: path)
        columns = chosen
        var found: NearestNeighbors?
        if !chosen.isEmpty {
            guard table.rowCount >= 2 else {
                throw CommandProblem.badInput("\(path): duplicates and outliers need two items at least")
            }
            var matrix = Matrix(rows: table.rowCount, columns: chosen.count)
            for (place, name) in chosen.enumerated() {
                for (row, value) in table.numbers(name).enumerated() { matrix[row, place] = value }
            }
            found = try NearestNeighbors(matrix, neighbors: neighbors, threads: threads)
        }
        metric = found?.metric
        outliers = found.map { OutlierScores($0) }
        duplicates = found.map { NearDuplicates($0) }
        textDuplicates = text.map { NearDuplicates(texts: table.texts($0), similarity: similarity, threads: threads) }
    }

    /// Bytes of the file that are looked at to tell numeric columns from others.
    private static let sample = 1 << 18

    /// The columns that hold numbers in the first rows, in the file's order.
    private static func numericColumns(
        _ data: Data, desk: Desk, path: String, format: TableFormat?, text: String?
    ) throws -> [String] {
        var start = data
        if data.count > sample, let end = data.prefix(sample).lastIndex(of: 0x0A) { start = data.prefix(through: end) }
        let table = try desk.reading(start).table(path, format: format) { header in
            if let text, !header.contains(text) {
                throw CommandProblem.usage("\(path): there is no column \(text) for --text")
            }
            return header.filter { $0 != "id" && $0 != text }.map { .codes($0, isRequired: false) }
        }
        return table.header.filter { name in
            guard name != "id", name != text else { return false }
            let names = table.codes(name).names
            return !names.isEmpty && names.allSatisfy { Double($0)?.isFinite == true }
        }
    }

    var facts: [String: JSONValue] {
        var facts: [String: JSONValue] = ["features": .array(columns.map(JSONValue.string))]
        if let outliers {
            facts["outliers"] = .array(
                outliers.outliers.map { ["id": .string(ids[$0]), "score": .number(outliers.scores[$0])] })
        }
        if let metric { facts["metric"] = .string(metric.rawValue) }
        let all = [(duplicates, "features"), (textDuplicates, "text")]
        facts["near_duplicates"] = .array(
            all.flatMap { found, kind in
                (found?.groups ?? []).map { group -> JSONValue in
                    let isExact = group.allSatisfy { found?.scores[$0] == 0 }
                    return [
                        "by": .string(kind), "exact": .bool(isExact), "ids": .array(group.map { .string(ids[$0]) }),
                    ]
                }
            })
        return facts
    }

    var summary: SummaryTable {
        let groups = (duplicates?.groups.count ?? 0) + (textDuplicates?.groups.count ?? 0)
        return SummaryTable(
            "Duplicates and outliers",
            [
                ("items", "\(ids.count)"), ("groups of near duplicates", "\(groups)"),
                ("outliers", "\(outliers?.outliers.count ?? 0)"),
            ])
    }
}

extension Desk {
    /// The same desk with bytes that were read already in every file's place, so that standard input is read once.
    fileprivate func reading(_ data: Data) -> Desk {
        var desk = Desk(
            read: { _ in data }, write: write, show: show, complain: complain, isTerminal: isTerminal,
            chartScript: chartScript)
        desk.renaming = renaming
        return desk
    }
}
