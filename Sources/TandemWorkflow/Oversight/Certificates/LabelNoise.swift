import TandemLabeling

/// How many of people's labels are wrong, estimated from agreement alone by the one-coin model.
///
/// Two figures that must not be confused: how often a single answer errs, and how often a label errs that several
/// people agreed on, which is far rarer. Where everybody errs alike, agreement cannot tell; gold can.
struct LabelNoise: Sendable, Hashable {
    /// The mean probability, over items settled by agreement, that the settled label is wrong.
    let consensus: Double
    /// The mean probability that an answer is wrong.
    let single: Double

    /// The estimate; nil when no item has two votes, so that nothing can agree.
    ///
    /// - Parameters:
    ///   - votes: all independent votes of the project; people are known by all of their work.
    ///   - labels: the question's labels.
    ///   - agreed: the settled labels in question, by item.
    init?(votes: [Vote], labels: [String], agreed: [String: String]) {
        guard let table = try? VoteTable(votes, labelCount: labels.count),
            table.items.indices.contains(where: { table.votes(on: $0).count > 1 })
        else { return nil }
        let fit = OneCoinDawidSkene().fit(table)
        let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var wrong = 0.0
        var n = 0
        for (number, item) in table.items.enumerated() {
            guard let label = agreed[item].flatMap({ places[$0] }) else { continue }
            wrong += 1 - fit.consensus(of: table.votes(on: number)).posterior[label]
            n += 1
        }
        guard n > 0, let right = fit.estimatedAccuracy(of: table) else { return nil }
        consensus = wrong / Double(n)
        single = 1 - right
    }
}
