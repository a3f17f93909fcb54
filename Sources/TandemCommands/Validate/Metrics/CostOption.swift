import ArgumentParser
import TandemStatistics
import TandemTabular

/// Costs as `fp=5,fn=100,review=2` says them.
public struct CostOption: ExpressibleByArgument, Sendable {
    let costs: OperatingCosts

    /// Reads costs, of which `fp` and `fn` are needed; nil where they cannot be read.
    public init?(argument: String) {
        var found: [String: Double] = [:]
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pieces.count == 2, let value = Double(pieces[1]), value.isFinite, found[pieces[0]] == nil,
                ["fp", "fn", "tp", "tn", "review", "accuracy"].contains(pieces[0])
            else { return nil }
            found[pieces[0]] = value
        }
        guard let falsePositive = found["fp"], let falseNegative = found["fn"] else { return nil }
        let accuracy = found["accuracy"] ?? 1
        guard (0...1).contains(accuracy), found["accuracy"] == nil || found["review"] != nil else { return nil }
        costs = OperatingCosts(
            falsePositive: falsePositive, falseNegative: falseNegative, truePositive: found["tp"] ?? 0,
            trueNegative: found["tn"] ?? 0, review: found["review"], reviewerAccuracy: accuracy)
    }

    var json: JSONValue {
        [
            "fp": .number(costs.falsePositive), "fn": .number(costs.falseNegative), "tp": .number(costs.truePositive),
            "tn": .number(costs.trueNegative), "review": costs.review.map(JSONValue.number) ?? .null,
            "reviewer_accuracy": .number(costs.reviewerAccuracy),
        ]
    }
}
