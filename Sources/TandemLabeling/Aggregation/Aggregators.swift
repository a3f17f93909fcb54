import TandemTabular

/// The aggregators there are, by name: the one list that commands, policies and stored fits go by.
public enum Aggregators {
    /// All methods with their defaults; a new one is one line here.
    public static let all: [any Aggregator] = [
        MajorityVote(), WeightedVote(), OneCoinDawidSkene(), DawidSkene(), Glad(), Mace(),
    ]

    /// The name under which the votes themselves choose the method.
    public static let automatic = "auto"

    /// All names that may be chosen, `auto` first.
    public static let names = [automatic] + all.map { type(of: $0).name }

    /// The method with this name, random starts from `seed`; nil for an unknown one and for `auto`.
    public static func named(_ name: String, seed: UInt64 = 1) -> (any Aggregator)? {
        name == Mace.name ? Mace(seed: seed) : all.first { type(of: $0).name == name }
    }

    /// Reads a stored fit of the method with this name.
    /// - Throws: ``LabelingError/badFit(_:)``.
    public static func fit(_ name: String, json: JSONValue) throws(LabelingError) -> any AggregatorFit {
        guard let method = named(name) else { throw .badFit("there is no aggregator \(name)") }
        return try method.read(json)
    }
}

extension Aggregator {
    fileprivate func read(_ json: JSONValue) throws(LabelingError) -> any AggregatorFit { try Fit(json: json) }
}

extension Aggregator {
    /// Aggregates without naming the fit's type.
    public func judged(
        _ votes: VoteTable, known: KnownLabels = .none, threads: Int = 1
    ) -> (posteriors: [Double], fit: any AggregatorFit, rounds: Int, hasConverged: Bool) {
        let found = aggregate(votes, known: known, threads: threads)
        return (found.posteriors, found.fit, found.rounds, found.hasConverged)
    }
}
