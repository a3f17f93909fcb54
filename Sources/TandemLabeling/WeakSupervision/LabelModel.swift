import Foundation
import TandemTabular

/// What labeling functions' votes say about the true label, learned from nothing but how the functions agree.
///
/// Given the true label the functions vote independently, each with its own chances (A. P. Dawid and A. M. Skene,
/// Applied Statistics 28, 1979; A. Ratner et al., "Snorkel", VLDB 2017); functions that depend on each other beyond that
/// share one vote's weight. An abstention says nothing when labels are worked out.
public struct LabelModel: Sendable, Hashable {
    /// The functions' names.
    public let functions: [String]
    /// The labels' names.
    public let labels: [String]
    /// The share of each label among tasks with a vote.
    public let balance: [Double]
    /// For each function its weight, 0…1: 1 for one that depends on no other, ½ for each of two that are the same.
    public let weights: [Double]
    /// For each function and outcome (the labels, then the abstention) its chance under each true label:
    /// function × (labels + 1) × labels.
    public let chances: [Double]

    init(functions: [String], labels: [String], balance: [Double], weights: [Double], chances: [Double]) {
        self.functions = functions
        self.labels = labels
        self.balance = balance
        self.weights = weights
        self.chances = chances
    }

    /// The chance that a function votes for `vote` where `truth` is the true label.
    public func chance(function: Int, vote: Int, truth: Int) -> Double {
        chances[(function * (labels.count + 1) + vote) * labels.count + truth]
    }

    /// The probability of each label of one task, from each function's vote: a place in `labels`, or −1 where it abstains.
    public func probabilities(of votes: [Int]) -> [Double] {
        var scores = balance.map { log($0) }
        for (function, vote) in votes.enumerated() where vote >= 0 {
            for truth in labels.indices {
                scores[truth] += weights[function] * log(chance(function: function, vote: vote, truth: truth))
            }
        }
        let top = scores.max() ?? 0
        let masses = scores.map { exp($0 - top) }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }

    /// For each function, outcome (the abstention first) and label what the outcome adds to the label's score.
    var scores: VoteScores {
        let labelCount = labels.count
        var values = [Double](repeating: 0, count: functions.count * (labelCount + 1) * labelCount)
        for function in functions.indices {
            for vote in 0..<labelCount {
                for truth in 0..<labelCount {
                    let chance = chance(function: function, vote: vote, truth: truth)
                    values[(function * (labelCount + 1) + vote + 1) * labelCount + truth] =
                        weights[function] * log(chance)
                }
            }
        }
        return VoteScores(start: balance.map { log($0) }, values: values, isLogarithmic: true)
    }

    /// The model as JSON.
    public var json: JSONValue {
        [
            "format": "tandem-label-model/1", "functions": .array(functions.map(JSONValue.string)),
            "labels": .array(labels.map(JSONValue.string)), "balance": .array(balance.map(JSONValue.number)),
            "weights": .array(weights.map(JSONValue.number)), "chances": .array(chances.map(JSONValue.number)),
        ]
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(JSONError) {
        func numbers(_ name: String) -> [Double] { (json[name]?.array ?? []).compactMap(\.number) }
        functions = (json["functions"]?.array ?? []).compactMap(\.string)
        labels = (json["labels"]?.array ?? []).compactMap(\.string)
        balance = numbers("balance")
        weights = numbers("weights")
        chances = numbers("chances")
        let isWhole =
            json["format"]?.string == "tandem-label-model/1" && labels.count >= 2 && balance.count == labels.count
            && weights.count == functions.count && chances.count == functions.count * (labels.count + 1) * labels.count
        guard isWhole, (balance + chances).allSatisfy({ $0 > 0 && $0 <= 1 }) else {
            throw JSONError(.unexpectedShape, detail: "this is no label model")
        }
    }
}
