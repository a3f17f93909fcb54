import TandemTabular

/// A fit together with the name of its method: what is stored, compared and read back whatever the method.
public struct LearnedFit: Sendable, Hashable {
    /// The method's name.
    public let method: String
    /// What it learned.
    public let fit: any AggregatorFit

    /// A fit of a method.
    public init(method: String, fit: any AggregatorFit) {
        self.method = method
        self.fit = fit
    }

    /// Reads what the fit's `json` prints.
    /// - Throws: ``LabelingError/badFit(_:)``, also for a method that is not there.
    public init(method: String, json: JSONValue) throws(LabelingError) {
        self.method = method
        fit = try Aggregators.fit(method, json: json)
    }

    /// Fits by the method with this name, `auto` to let the votes choose.
    /// - Throws: ``LabelingError/badFit(_:)`` for a method that is not there.
    public init(method name: String, of votes: VoteTable, threads: Int = 1) throws(LabelingError) {
        let chosen = name == Aggregators.automatic ? AutomaticChoice(votes).name : name
        guard let aggregator = Aggregators.named(chosen) else { throw .badFit("there is no aggregator \(name)") }
        method = chosen
        fit = aggregator.judged(votes, threads: threads).fit
    }

    /// Two fits are the same when the methods are and what they learned is.
    public static func == (first: LearnedFit, second: LearnedFit) -> Bool {
        first.method == second.method && AnyHashable(first.fit) == AnyHashable(second.fit)
    }

    /// Hashes the method and what it learned.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(method)
        hasher.combine(AnyHashable(fit))
    }
}
