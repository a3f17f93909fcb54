import TandemNumerics
import TandemStatistics
import TandemTabular

/// The cheapest way to decide by a score, with and without people.
struct OperatingReport {
    let evaluation: BinaryEvaluation
    let order: RankOrder
    let scores: [Double]
    let weights: [Double]?
    let cost: CostOption
    let seed: UInt64

    private static let folds = 5

    private func table(_ weights: [Double]?) -> ThresholdTable {
        ThresholdTable(order: order, scores: scores, positive: evaluation.positive, weights: weights)
    }

    /// The operating points as JSON; null where there are no rows.
    var json: JSONValue {
        let all = table(weights)
        var members: [String: JSONValue] = ["costs": cost.json]
        guard let single = OperatingPoint.cheapest(on: all, costs: cost.costs, withReview: false) else { return .null }
        members["without_review"] = described(single, all, withReview: false)
        if cost.costs.review != nil,
            let band = OperatingPoint.cheapest(on: all, costs: cost.costs, withReview: true)
        {
            members["with_review"] = described(band, all, withReview: true)
            if let first = single.outcome(on: all, costs: cost.costs),
                let second = band.outcome(on: all, costs: cost.costs)
            {
                members["saving_per_item"] = .number(first.cost - second.cost)
                members["saving_share"] = JSONValue(finiteOrNull: (first.cost - second.cost) / first.cost)
            }
        }
        return .object(members)
    }

    private func described(_ point: OperatingPoint, _ table: ThresholdTable, withReview: Bool) -> JSONValue {
        guard let outcome = point.outcome(on: table, costs: cost.costs) else { return .null }
        return [
            "negative_below": JSONValue(finiteOrNull: point.low), "positive_from": JSONValue(finiteOrNull: point.high),
            "rule": .string(rule(point)), "cost_per_item": .number(outcome.cost),
            "cost_per_item_held_out": heldOut(withReview: withReview).map(JSONValue.number) ?? .null,
            "auto_positive": .number(outcome.autoPositive), "auto_negative": .number(outcome.autoNegative),
            "review": .number(outcome.review), "auto_errors": .number(outcome.autoErrors),
        ]
    }

    private func rule(_ point: OperatingPoint) -> String {
        if point.low == point.high {
            if point.low == .infinity { return "decide all negative" }
            if point.low == -.infinity { return "decide all positive" }
            return "decide positive from \(point.low) on, else negative"
        }
        var parts: [String] = []
        if point.low > -.infinity { parts.append("decide negative below \(point.low)") }
        if point.high < .infinity { parts.append("decide positive from \(point.high) on") }
        return parts.isEmpty ? "ask a person about all" : parts.joined(separator: ", ") + ", else ask a person"
    }

    /// The mean cost of points found without the rows they are tried on: what to expect on new rows.
    private func heldOut(withReview: Bool) -> Double? {
        let n = scores.count
        guard n >= 2 * Self.folds else { return nil }
        var random = SplitMix64(seed: seed)
        let parts = random.permutation(n).map { $0 % Self.folds }
        func masked(_ keeps: (Int) -> Bool) -> ThresholdTable {
            table((0..<n).map { keeps(parts[$0]) ? weights?[$0] ?? 1 : 0 })
        }
        var sum = 0.0
        var total = 0.0
        for fold in 0..<Self.folds {
            let judged = masked { $0 == fold }
            guard
                let point = OperatingPoint.cheapest(
                    on: masked { $0 != fold }, costs: cost.costs, withReview: withReview),
                let outcome = point.outcome(on: judged, costs: cost.costs)
            else { continue }
            let weight = judged.allPositives + judged.allNegatives
            sum += weight * outcome.cost
            total += weight
        }
        return total > 0 ? sum / total : nil
    }
}
