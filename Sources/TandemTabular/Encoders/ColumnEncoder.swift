/// How one column becomes numbers, with what was learned from training rows.
enum ColumnEncoder: Sendable, Hashable {
    case number(NumberEncoder)
    case category(CategoryEncoder)
    case text(TermWeights)

    /// Number of features.
    var width: Int {
        switch self {
        case .number(let encoder): encoder.hasIndicator ? 2 : 1
        case .category(let encoder): encoder.width
        case .text(let weights): weights.terms.count
        }
    }

    var kinds: [EncodedFeature.Kind] {
        switch self {
        case .number(let encoder): encoder.hasIndicator ? [.number, .missing] : [.number]
        case .category(let encoder): encoder.kinds
        case .text(let weights): weights.terms.map(EncodedFeature.Kind.term)
        }
    }

    @inline(__always)
    func encode(_ cell: Cell, first: Int, into row: inout SparseRow) {
        switch self {
        case .number(let encoder): encoder.encode(cell, first: first, into: &row)
        case .category(let encoder):
            if let place = encoder.place(of: cell) { row.append(first + place, 1) }
        case .text(let weights):
            guard case .text(let text) = cell else { return }
            for (term, weight) in weights.weights(text) { row.append(first + term, weight) }
        }
    }
}

/// A numeric column: standardized, or as it is.
struct NumberEncoder: Sendable, Hashable {
    let isRaw: Bool
    /// Mean of the training values that are there.
    let mean: Double
    /// Their standard deviation over n; 1 when they are all equal.
    let deviation: Double
    /// Whether missing values have a feature of their own.
    let hasIndicator: Bool

    static func fit(_ cells: [Cell], isRaw: Bool) -> NumberEncoder {
        let values = cells.compactMap { if case .number(let number) = $0 { number } else { nil } }
        let count = Double(max(values.count, 1))
        let mean = values.reduce(0) { $0 + $1 / count }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
        // The mean's own rounding must not turn a constant column into a wild one.
        let isConstant = variance.squareRoot() <= 1e-12 * max(abs(mean), 1e-300) || variance == 0
        return NumberEncoder(
            isRaw: isRaw, mean: mean, deviation: isConstant ? 1 : variance.squareRoot(),
            hasIndicator: !isRaw && values.count < cells.count)
    }

    @inline(__always)
    func encode(_ cell: Cell, first: Int, into row: inout SparseRow) {
        if case .number(let number) = cell {
            row.append(first, isRaw ? number : (number - mean) / deviation)
        } else if hasIndicator {
            row.append(first + 1, 1)
        }
    }
}

/// A column of categories: one feature for each that is frequent enough.
struct CategoryEncoder: Sendable, Hashable {
    /// Categories with a feature of their own, sorted by Unicode scalars.
    let names: [String]
    /// Whether rare categories of training share a feature; unseen ones then use it too.
    let hasOther: Bool
    /// Whether missing values have a feature.
    let hasMissing: Bool
    private let places: [String: Int]

    init(names: [String], hasOther: Bool, hasMissing: Bool) {
        self.names = names
        self.hasOther = hasOther
        self.hasMissing = hasMissing
        places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var width: Int { names.count + (hasOther ? 1 : 0) + (hasMissing ? 1 : 0) }

    var kinds: [EncodedFeature.Kind] {
        names.map(EncodedFeature.Kind.category) + (hasOther ? [.otherCategory] : []) + (hasMissing ? [.missing] : [])
    }

    @inline(__always)
    func place(of cell: Cell) -> Int? {
        guard case .text(let name) = cell else { return hasMissing ? width - 1 : nil }
        return places[name] ?? (hasOther ? names.count : nil)
    }

    static func fit(_ cells: [Cell], options: EncoderOptions) -> CategoryEncoder {
        var counts: [String: Int] = [:]
        var missing = 0
        for cell in cells {
            if case .text(let name) = cell { counts[name, default: 0] += 1 } else { missing += 1 }
        }
        let ranked = counts.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
        let kept = ranked.prefix(options.maximumCategories).filter { $0.value >= options.minimumCategoryCount }
        return CategoryEncoder(
            names: kept.map(\.key).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            hasOther: kept.count < counts.count, hasMissing: missing > 0)
    }
}
