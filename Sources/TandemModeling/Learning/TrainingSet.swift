import TandemTabular

/// Labeled rows to learn from.
public struct TrainingSet: Sendable {
    /// The rows.
    public let frame: Frame
    /// The classes, in the order models use.
    public let classes: [String]
    /// The class of each row, as a place in `classes`.
    public let labels: [Int]
    /// How much each row counts; 1 where nothing else was said.
    public let weights: [Double]
    /// Names of the columns to learn from; nil for all whose role is feature.
    public let columns: [String]?

    /// A training set.
    ///
    /// - Parameters:
    ///   - frame: the rows.
    ///   - labels: the class of each row.
    ///   - classes: the classes in their order; nil for those that occur, sorted by Unicode scalars. With two classes the
    ///     second is the positive one.
    ///   - weights: how much each row counts, finite and not negative; nil for 1 each.
    ///   - columns: names of the columns to learn from; nil for all whose role is feature.
    /// - Throws: `ModelingError.unusableData` for lengths that differ, unknown labels, fewer than two classes with weight,
    ///   or weights that are negative or not finite.
    public init(
        frame: Frame, labels: [String], classes: [String]? = nil, weights: [Double]? = nil, columns: [String]? = nil
    ) throws(ModelingError) {
        guard labels.count == frame.rowCount else {
            throw .unusableData("\(labels.count) labels for \(frame.rowCount) rows")
        }
        let names = classes ?? Set(labels).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard Set(names).count == names.count else { throw .unusableData("two classes have the same name") }
        let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var codes: [Int] = []
        codes.reserveCapacity(labels.count)
        for label in labels {
            guard let place = places[label] else { throw .unusableData("no class is named \(label)") }
            codes.append(place)
        }
        let counts = weights ?? [Double](repeating: 1, count: labels.count)
        guard counts.count == labels.count, counts.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw .unusableData("weights must be finite, not negative, one a row")
        }
        var totals = [Double](repeating: 0, count: names.count)
        for (code, weight) in zip(codes, counts) { totals[code] += weight }
        guard totals.count(where: { $0 > 0 }) >= 2 else {
            throw .unusableData("rows of at least two classes are needed")
        }
        self.frame = frame
        self.classes = names
        self.labels = codes
        self.weights = counts
        self.columns = columns
    }

    /// Number of margins a model of these classes has: 1 for two classes, else one each.
    public var marginCount: Int { classes.count == 2 ? 1 : classes.count }

    /// The rows' weights times the weight of their class.
    public func weights(_ classWeights: ClassWeights) throws(ModelingError) -> [Double] {
        switch classWeights {
        case .none: return weights
        case .balanced:
            var totals = [Double](repeating: 0, count: classes.count)
            for (label, weight) in zip(labels, weights) { totals[label] += weight }
            let all = totals.reduce(0, +)
            let present = Double(totals.count { $0 > 0 })
            return zip(labels, weights).map { $1 * all / (present * totals[$0]) }
        case .given(let named):
            var factors: [Double] = []
            for name in classes {
                let factor = named[name] ?? 1
                guard factor > 0, factor.isFinite else {
                    throw .badSetting("the weight of class \(name) must be positive")
                }
                factors.append(factor)
            }
            return zip(labels, weights).map { $1 * factors[$0] }
        }
    }
}

/// How much rows count by their class.
public enum ClassWeights: Sendable, Hashable {
    /// All alike.
    case none
    /// So that each class has the same total weight: total / (classes · class total), as scikit-learn's `balanced`.
    case balanced
    /// By name; classes that are not named count 1.
    case given([String: Double])

    /// The choice as JSON: `"none"`, `"balanced"` or an object of weights.
    public var json: JSONValue {
        switch self {
        case .none: "none"
        case .balanced: "balanced"
        case .given(let weights): .object(weights.mapValues(JSONValue.number))
        }
    }
}
