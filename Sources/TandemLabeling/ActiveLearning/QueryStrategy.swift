/// A way to choose what people should label next.
///
/// Extension point: one file, and one line in ``QueryStrategies``. Choosing is a pure function of pool, count and seed, so
/// that a queue can order by it as well as a file.
public protocol QueryStrategy: Sendable {
    /// A stable name, as commands and policies spell it.
    static var name: String { get }
    /// What a pool must have.
    static var needs: QueryNeeds { get }
    /// What it uses where a pool has it; what it needs unless a strategy says more.
    static var uses: QueryNeeds { get }
    /// Whether items that have labels may be asked about again; false unless a strategy says otherwise.
    static var asksAgain: Bool { get }

    /// The items to label next, the most useful first.
    ///
    /// - Parameters:
    ///   - pool: what there is to choose from.
    ///   - count: most items to choose; fewer come back when the pool has no more.
    ///   - seed: where ties and lots come from.
    /// - Returns: different items.
    /// - Throws: `QueryError.missing` when the pool lacks what the strategy needs.
    func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query]
}

/// What a strategy needs of a pool.
public struct QueryNeeds: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: Int
    /// Class probabilities of at least one model.
    public static let probabilities = QueryNeeds(rawValue: 1)
    /// Class probabilities of at least two models.
    public static let committee = QueryNeeds(rawValue: 2)
    /// Features of the items.
    public static let features = QueryNeeds(rawValue: 4)

    /// Needs from their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
}

extension QueryStrategy {
    /// Nothing beside what it needs.
    public static var uses: QueryNeeds { needs }

    /// Labeled items are left alone.
    public static var asksAgain: Bool { false }

    /// The strategy's name.
    public var name: String { Self.name }

    /// Refuses a pool that lacks what the strategy needs.
    func check(_ pool: QueryPool) throws(QueryError) {
        if Self.needs.contains(.probabilities), pool.models.isEmpty {
            throw .missing(strategy: name, "class probabilities of the items")
        }
        if Self.needs.contains(.committee), pool.models.count < 2 {
            throw .missing(strategy: name, "the class probabilities of at least two models")
        }
        if Self.needs.contains(.features), pool.features == nil {
            throw .missing(strategy: name, "features of the items: numbers or texts")
        }
    }
}

/// All strategies: the conformance list.
public enum QueryStrategies {
    /// One of each.
    public static let all: [any QueryStrategy] = [
        RandomQuery(), LeastConfidenceQuery(), MarginQuery(), EntropyQuery(), CommitteeQuery(),
        CommitteeDivergenceQuery(), DiversityQuery(), ClusteredQuery(), HedgedQuery(), DensityQuery(), ActiveLabQuery(),
        FittedActiveLabQuery(),
    ]

    /// The strategy of this name; nil when there is none.
    public static func named(_ name: String) -> (any QueryStrategy)? { all.first { $0.name == name } }
}

extension QueryStrategies {
    /// The strategy to use when none is said: ``HedgedQuery``.
    ///
    /// In replays on the given data, with annotators who err and without, by accuracy and by balanced accuracy, its mean
    /// score was never below random choice beyond what repetitions explain; for uncertainty alone, clustered or not, it was.
    public static let standard: any QueryStrategy = HedgedQuery()
}
