import TandemTabular

/// Measures how far an item's content lies from the contents a certificate was calibrated among.
///
/// The score is the mean distance to the nearest reference contents, an item's own content left out, so that it does
/// not matter whether the item itself was among them: items of the training role, whose contents the reference is made
/// of, and items of the other roles have scores of one distribution, and a population monitor may compare them.
public struct NoveltyReference: Sendable, Hashable {
    /// How one column is compared.
    struct Comparison: Sendable, Hashable {
        let name: String
        let type: ColumnType
        /// What a number is divided by: the range of the middle 90 %.
        let scale: Double
    }

    /// How many neighbors count.
    static let neighbors = 3
    /// At most so many reference contents are kept.
    public static let mostContents = 400

    let columns: [Comparison]
    let contents: [NoveltyContent]

    init(columns: [Comparison], contents: [NoveltyContent]) {
        self.columns = columns
        self.contents = contents
    }

    /// A reference from the contents of training items.
    ///
    /// - Parameters:
    ///   - schema: the item schema; feature columns count, times excepted.
    ///   - reference: contents to measure distances to, in an order that does not depend on them; the first 400
    ///     different ones are kept.
    public init(schema: Schema, reference: [[String: JSONValue]]) {
        // Every live case has a time that was never seen before; that alone is no news.
        let columns = schema.features.filter { $0.type != .time }.map { column in
            Comparison(
                name: column.name, type: column.type,
                scale: column.type == .number ? Self.scale(reference.compactMap { $0[column.name]?.number }) : 1)
        }
        var contents: [NoveltyContent] = []
        var known: Set<NoveltyContent> = []
        for item in reference where contents.count < Self.mostContents {
            let content = Self.content(item, columns)
            if known.insert(content).inserted { contents.append(content) }
        }
        self.init(columns: columns, contents: contents)
    }

    /// How far an item lies from the reference: 0 (in the middle of it) … 1 (nothing in common, or no reference).
    public func score(of item: [String: JSONValue]) -> Double {
        Self.score(Self.content(item, columns), among: contents)
    }

    private static func content(_ item: [String: JSONValue], _ columns: [Comparison]) -> NoveltyContent {
        NoveltyContent(
            cells: columns.map { column in
                let value = item[column.name] ?? .null
                switch column.type {
                case .number: return value.number.map { .number($0 / column.scale) } ?? .missing
                case .text: return value.string.map { .words(of: $0) } ?? .missing
                case .category, .boolean, .time: return .name(of: value)
                }
            })
    }

    private static func score(_ content: NoveltyContent, among contents: [NoveltyContent]) -> Double {
        var nearest = [Double](repeating: 1, count: neighbors)
        for other in contents {
            let distance = content.distance(to: other)
            guard distance < nearest[neighbors - 1], distance > 0 || content != other else { continue }
            var place = neighbors - 1
            while place > 0, nearest[place - 1] > distance {
                nearest[place] = nearest[place - 1]
                place -= 1
            }
            nearest[place] = distance
        }
        // Sums of the same distances in another order differ in the last bits; ties must stay ties.
        return (nearest.reduce(0, +) / Double(neighbors) * 1e9).rounded() / 1e9
    }

    private static func scale(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last, last > first else { return 1 }
        let middle = sorted[(sorted.count - 1) * 95 / 100] - sorted[(sorted.count - 1) * 5 / 100]
        return middle > 0 ? middle : last - first
    }
}

extension NoveltyReference {
    /// The reference as JSON; contents are numbers and hashes, no text of an item.
    public var json: JSONValue {
        [
            "columns": .array(
                columns.map {
                    ["name": .string($0.name), "type": .string($0.type.rawValue), "scale": .number($0.scale)]
                }),
            "contents": .array(contents.map { .array($0.cells.map(\.json)) }),
        ]
    }

    /// Reads what `json` prints.
    /// - Throws: `JSONError` `unexpectedShape`.
    public init(json: JSONValue) throws(JSONError) {
        let columns = json["columns"]?.array?.compactMap { column -> Comparison? in
            guard let name = column["name"]?.string, let scale = column["scale"]?.number,
                let type = column["type"]?.string.flatMap(ColumnType.init(rawValue:))
            else { return nil }
            return Comparison(name: name, type: type, scale: scale)
        }
        let contents = json["contents"]?.array?.compactMap { row in
            row.array.map { NoveltyContent(cells: $0.compactMap(NoveltyContent.Cell.init(json:))) }
        }
        guard let columns, let contents, contents.allSatisfy({ $0.cells.count == columns.count }) else {
            throw JSONError(.unexpectedShape, detail: "not a novelty reference")
        }
        self.init(columns: columns, contents: contents)
    }
}
