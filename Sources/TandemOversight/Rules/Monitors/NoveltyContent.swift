import TandemTabular

/// An item's feature columns in the form in which contents are compared.
struct NoveltyContent: Sendable, Hashable {
    /// One value.
    enum Cell: Sendable, Hashable {
        case missing
        /// A number, divided by its column's scale.
        case number(Double)
        /// The hash of a category, a truth value or a time.
        case name(UInt32)
        /// The hashes of a text's words, ascending.
        case words([UInt32])
    }

    let cells: [Cell]

    /// Gower's distance: the mean over columns of |a − b| (at most 1) for numbers, 0 or 1 for names, and 1 minus
    /// Dice's coefficient of the words for texts; a missing value is far from every present one.
    func distance(to other: NoveltyContent) -> Double {
        var sum = 0.0
        for index in cells.indices { sum += Self.distance(cells[index], other.cells[index]) }
        return cells.isEmpty ? 0 : sum / Double(cells.count)
    }

    private static func distance(_ left: Cell, _ right: Cell) -> Double {
        switch (left, right) {
        case (.missing, .missing): 0
        case (.number(let left), .number(let right)): min(1, abs(left - right))
        case (.name(let left), .name(let right)): left == right ? 0 : 1
        case (.words(let left), .words(let right)): 1 - dice(left, right)
        default: 1
        }
    }

    private static func dice(_ left: [UInt32], _ right: [UInt32]) -> Double {
        guard !left.isEmpty || !right.isEmpty else { return 1 }
        var shared = 0
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if left[i] == right[j] {
                shared += 1
                i += 1
                j += 1
            } else if left[i] < right[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return 2 * Double(shared) / Double(left.count + right.count)
    }
}

extension NoveltyContent.Cell {
    /// `null`, a number, `{"name": h}` or `{"words": […]}`.
    var json: JSONValue {
        switch self {
        case .missing: .null
        case .number(let number): .number(number)
        case .name(let hash): ["name": JSONValue(Int(hash))]
        case .words(let hashes): ["words": .array(hashes.map { JSONValue(Int($0)) })]
        }
    }

    init?(json: JSONValue) {
        if json.isNull {
            self = .missing
        } else if let number = json.number {
            self = .number(number)
        } else if let hash = json["name"]?.int.flatMap(UInt32.init(exactly:)) {
            self = .name(hash)
        } else if let list = json["words"]?.array {
            let hashes = list.compactMap { $0.int.flatMap(UInt32.init(exactly:)) }
            guard hashes.count == list.count else { return nil }
            self = .words(hashes)
        } else {
            return nil
        }
    }

    /// A category, a truth value or a time, by FNV-1a.
    static func name(of value: JSONValue) -> Self {
        switch value {
        case .null: .missing
        case .string(let text): .name(hash(text))
        case .bool(let flag): .name(flag ? 1 : 0)
        case .number(let number): .name(hash(String(number)))
        case .array, .object: .missing
        }
    }

    /// The first 256 distinct words of a text, in lower case.
    static func words(of text: String) -> Self {
        var found: Set<UInt32> = []
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) where found.count < 256 {
            found.insert(hash(word))
        }
        return .words(found.sorted())
    }

    private static func hash(_ text: some StringProtocol) -> UInt32 {
        text.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
