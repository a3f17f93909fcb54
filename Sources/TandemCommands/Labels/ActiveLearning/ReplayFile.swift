import TandemLabeling
import TandemNumerics
import TandemTabular

/// A labeled file, split into what a replay learns from and what it measures on.
struct ReplayFile {
    let data: ReplayData
    /// Rows that were derived from others and left out of the test rows.
    let derived: Int

    /// What to read.
    struct Request {
        let path: String
        let test: String?
        let format: TableFormat?
        let target: String
        let features: [String]?
        let texts: [String]
        let testShare: Double
        let encoding: EncoderOptions
        let seed: UInt64
    }

    /// Columns that say where a row comes from; never features.
    static let lineage = ["derived_from", "derived_with", "derivation", "copy"]

    init(_ request: Request, at desk: Desk) throws {
        let main = try Self.read(request.path, names: nil, request, at: desk)
        let names = main.names
        let table = main.table
        var extra: Table?
        if let test = request.test { extra = try Self.read(test, names: names, request, at: desk).table }
        let lineage = Lineage(table, path: request.path)
        derived = lineage.rows.parents.count { !$0.isEmpty }
        let codes = table.codes(request.target).sorted
        let types = Dictionary(request.texts.map { ($0, ColumnType.text) }, uniquingKeysWith: { first, _ in first })
        let frame = try table.frame(names, types: types)
        let labels = codes.codes.map(Int.init)
        guard let extra else {
            var originals = lineage.rows.originals
            var random = SplitMix64(seed: request.seed)
            random.shuffle(&originals)
            let count = max(1, Int((Double(originals.count) * request.testShare).rounded()))
            let test = lineage.rows.evaluation(from: originals.prefix(count)).sorted()
            let pool = lineage.rows.training(from: originals.dropFirst(count))
            data = try Self.data(frame, labels, codes.names, pool, test, request)
            return
        }
        if let line = Lineage(extra, path: request.test ?? "").firstDerived {
            throw CommandProblem.badInput(
                "\(request.test ?? ""): line \(line), column derived_from: a derived row must not be evaluated on")
        }
        let both = try Self.joined(frame, try extra.frame(names, types: Self.types(of: frame)))
        let known = Dictionary(codes.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let answers = extra.codes(request.target)
        var testLabels: [Int] = []
        for row in 0..<extra.rowCount {
            guard let label = answers[row].flatMap({ known[$0] }) else {
                throw CommandProblem.badInput(
                    "\(request.test ?? ""): line \(extra.lines[row]), column \(request.target): "
                        + "no row to learn from has the class \(answers[row] ?? "")")
            }
            testLabels.append(label)
        }
        data = try Self.data(
            both, labels + testLabels, codes.names, lineage.rows.training(from: lineage.rows.originals),
            Array(frame.rowCount..<both.rowCount), request)
    }

    private static func read(
        _ path: String, names: [String]?, _ request: Request, at desk: Desk
    ) throws -> (table: Table, names: [String]) {
        var chosen: [String] = []
        let table = try desk.table(path, format: request.format) { header in
            let beside = Set(lineage + [request.target, "id"])
            chosen = names ?? request.features ?? header.filter { !beside.contains($0) }
            chosen = chosen.filter { $0 != request.target }
            guard !chosen.isEmpty else { throw CommandProblem.badInput("\(path): there are no columns to learn from") }
            let own = header.filter { ["id", "derived_from", "derived_with"].contains($0) && !chosen.contains($0) }
            return [.codes(request.target)] + chosen.map { .texts($0) } + own.map { .texts($0) }
        }
        return (table, chosen)
    }

    private static func data(
        _ frame: Frame, _ labels: [Int], _ classes: [String], _ pool: [Int], _ test: [Int], _ request: Request
    ) throws -> ReplayData {
        do {
            return try ReplayData(
                frame: frame, labels: labels, classes: classes, pool: pool, test: test, encoding: request.encoding)
        } catch {
            throw CommandProblem.badInput("\(request.path): \(error)")
        }
    }

    private static func types(of frame: Frame) -> [String: ColumnType] {
        Dictionary(frame.schema.columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    }

    /// The rows of both, one after the other; columns with the same names and types.
    private static func joined(_ first: Frame, _ second: Frame) throws -> Frame {
        var columns: [ColumnData] = []
        for (place, column) in first.schema.columns.enumerated() {
            switch (first.columns[place], second.columns[place]) {
            case (.numbers(let one), .numbers(let other)): columns.append(.numbers(one + other))
            case (.texts(let one), .texts(let other)): columns.append(.texts(one + other))
            case (.categories(let one, let names), .categories(let other, let otherNames)):
                var places = Dictionary(
                    names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
                var all = names
                let moved = otherNames.map { name -> Int32 in
                    if let known = places[name] { return known }
                    places[name] = Int32(all.count)
                    all.append(name)
                    return Int32(all.count - 1)
                }
                columns.append(
                    .categories(codes: one + other.map { $0 < 0 ? -1 : moved[Int($0)] }, names: all))
            default:
                throw CommandProblem.badInput(
                    "the column \(column.name) holds numbers in one file and not in the other")
            }
        }
        return Frame(schema: first.schema, rowCount: first.rowCount + second.rowCount, columns: columns)
    }
}

/// Where a file's rows come from, by its columns `id`, `derived_from` and `derived_with`, where it has them.
struct Lineage {
    let rows: DerivedRows
    /// The line of the first derived row.
    let firstDerived: Int32?

    init(_ table: Table, path: String) {
        let ids = table.holds("id") ? table.texts("id") : (0..<table.rowCount).map { "\($0 + 1)" }
        let columns = ["derived_from", "derived_with"].filter { table.holds($0) }.map { table.texts($0) }
        let parents = (0..<table.rowCount).map { row in columns.map { $0[row] }.filter { !$0.isEmpty } }
        rows = DerivedRows(ids: ids, parents: parents)
        firstDerived = parents.firstIndex { !$0.isEmpty }.map { table.lines[$0] }
    }
}
