import TandemLabeling
import TandemTabular

/// The rows of `labels augment`: which may have children, and the result beside them.
struct AugmentedFile {
    /// What to read.
    struct Request {
        let path: String
        let format: TableFormat?
        let id: String
        let splitColumn: String?
        let train: String
    }

    let table: AugmentationTable
    /// Rows that children are made of: for training, not derived themselves, of the wanted classes.
    let parents: [Int]
    /// The column that says which split a row is in.
    let split: String?
    private let file: Table
    private let request: Request
    private let ids: [String]

    private static let lineage = ["derived_from", "derived_with", "derivation", "copy"]

    init(_ request: Request, _ plan: PipelineFile, at desk: Desk) throws {
        var split = request.splitColumn
        file = try desk.table(request.path, format: request.format) { header in
            for name in plan.textColumns + plan.numberColumns + [plan.classColumn, split].compactMap({ $0 }) {
                guard header.contains(name) else {
                    throw CommandProblem.badInput(
                        "\(request.path): there is no column \(name); there are \(header.joined(separator: ", "))")
                }
            }
            split = split ?? header.first { $0 == "role" || $0 == "split" }
            return header.map { .texts($0) }
        }
        self.request = request
        self.split = split
        let file = file
        ids = file.holds(request.id) ? file.texts(request.id) : file.lines.map { "\($0)" }
        if let twice = Self.repeated(ids) {
            throw CommandProblem.badInput(
                "\(request.path): line \(file.lines[twice]), column \(request.id): "
                    + "the id \(ids[twice].isEmpty ? "is missing" : "\(ids[twice]) stands there twice")")
        }
        let classes = plan.classColumn.map { file.texts($0) }
        table = AugmentationTable(
            rows: file.rowCount,
            texts: Dictionary(uniqueKeysWithValues: plan.textColumns.map { ($0, file.texts($0)) }),
            numbers: Dictionary(
                uniqueKeysWithValues: try plan.numberColumns.map { ($0, try Self.numbers($0, file, request.path)) }),
            classes: classes.map(Self.codes))
        let derived = file.holds("derived_from") ? file.texts("derived_from") : []
        parents = (0..<file.rowCount).filter { row in
            (split.map { file.texts($0)[row] == request.train } ?? true)
                && (derived.isEmpty || derived[row].isEmpty)
                && (plan.only.map { only in classes.map { only.contains($0[row]) } ?? false } ?? true)
        }
        guard !parents.isEmpty else {
            throw CommandProblem.badInput(
                "\(request.path): no row may have children"
                    + (split.map { ": the column \($0) never says \(request.train)" } ?? "")
                    + (plan.only.map { ", or no such row has the class \($0.joined(separator: ", "))" } ?? ""))
        }
    }

    /// The words of a column in lower case.
    func words(in column: String) -> Set<String> {
        var words: Set<String> = []
        for row in parents {
            for word in WordPieces(table.texts[column]?[row] ?? "").words { words.insert(word.lowercased()) }
        }
        return words
    }

    /// The rows with the derived ones behind them, each with its own id and where it comes from.
    func output(_ derived: [DerivedRow], withOriginals: Bool) throws -> OutputTable {
        let originals = withOriginals ? Array(0..<file.rowCount) : []
        let taken = Set(ids)
        let names = derived.map { "\(ids[$0.parent])~\($0.copy)" }
        if let clash = names.first(where: taken.contains) {
            throw CommandProblem.badInput("\(request.path): the id \(clash), wanted for a derived row, is taken")
        }
        var columns: [OutputTable.Column] = [.init(request.id, .texts(originals.map { ids[$0] } + names))]
        for name in file.header where name != request.id && !Self.lineage.contains(name) {
            let values = file.texts(name)
            let made = derived.map { row in
                row.texts[name] ?? row.numbers[name].map(Self.spelled) ?? values[row.parent]
            }
            columns.append(.init(name, .texts(originals.map { values[$0] } + made)))
        }
        let known = Self.lineage.map { name in
            originals.map { file.holds(name) ? file.texts(name)[$0] : "" }
        }
        let fresh = [
            derived.map { ids[$0.parent] }, derived.map { row in row.partner.map { ids[$0] } ?? "" },
            derived.map { $0.derivation.joined(separator: " ") }, derived.map { "\($0.copy)" },
        ]
        for (place, name) in Self.lineage.enumerated() {
            columns.append(.init(name, .texts(known[place] + fresh[place])))
        }
        return OutputTable(columns)
    }

    private static func spelled(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }

    private static func repeated(_ ids: [String]) -> Int? {
        var seen: Set<String> = []
        return ids.firstIndex { $0.isEmpty || !seen.insert($0).inserted }
    }

    private static func codes(_ values: [String]) -> [Int] {
        var places: [String: Int] = [:]
        return values.map { value in
            guard !value.isEmpty else { return -1 }
            let place = places[value] ?? places.count
            places[value] = place
            return place
        }
    }

    private static func numbers(_ name: String, _ file: Table, _ path: String) throws -> [Double] {
        try file.texts(name).enumerated().map { row, text in
            if text.isEmpty { return .nan }
            guard let number = Double(text), number.isFinite else {
                throw CommandProblem.badInput(
                    "\(path): line \(file.lines[row]), column \(name): expected a number, found \"\(text)\"")
            }
            return number
        }
    }
}
