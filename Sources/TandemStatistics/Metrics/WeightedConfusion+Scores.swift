extension WeightedConfusion {
    /// How one number is made of one for each class.
    public enum Average: String, Sendable, Hashable, CaseIterable {
        /// The plain mean over classes; a class without a value counts as zero, as in scikit-learn.
        case macro
        /// From the sums over classes of what the ratio divides.
        case micro
        /// The mean weighted by how often each class occurs.
        case weighted
    }

    /// The mean of a class's metric over `labels`.
    public func average(_ average: Average, over labels: [Int], _ metric: (Int) -> Double?) -> Double? {
        guard !labels.isEmpty, total > 0 else { return nil }
        switch average {
        case .macro: return labels.reduce(0) { $0 + (metric($1) ?? 0) } / Double(labels.count)
        case .weighted:
            let weight = labels.reduce(0) { $0 + support[$1] }
            return Self.ratio(labels.reduce(0) { $0 + support[$1] * (metric($1) ?? 0) }, weight)
        case .micro: return nil
        }
    }

    /// Precision, recall, F₁, F_β and Jaccard's index of all classes together, by an average.
    func averages(_ kind: Average, over labels: [Int], beta: Double) -> [(name: String, value: Double?)] {
        guard kind == .micro else {
            return [
                ("precision", average(kind, over: labels) { precision($0) }),
                ("recall", average(kind, over: labels) { recall($0) }),
                ("f1", average(kind, over: labels) { fScore($0) }),
                ("fbeta", average(kind, over: labels) { fScore($0, beta: beta) }),
                ("jaccard", average(kind, over: labels) { jaccard($0) }),
            ]
        }
        // Each row has one true and one predicted class: summed over classes, precision and recall are the accuracy.
        let right = accuracy
        return [
            ("precision", right), ("recall", right), ("f1", right), ("fbeta", right),
            ("jaccard", Self.ratio(correct, 2 * total - correct)),
        ]
    }

    /// Every metric of hard predictions.
    ///
    /// - Parameters:
    ///   - labels: the classes that occur as truth or prediction, over which averages go.
    ///   - positive: the positive class of a binary task.
    ///   - beta: how much more recall counts than precision in `fbeta`.
    ///   - isOrdinal: whether distances between classes mean something, for weighted κ.
    /// - Returns: the metrics, in an order that depends on these arguments alone.
    public func scores(labels: [Int], positive: Int?, beta: Double = 2, isOrdinal: Bool = false) -> MetricScores {
        var scores = MetricScores()
        let noRows = "no row has weight"
        scores.add("accuracy", accuracy, else: noRows)
        scores.add("balanced_accuracy", balancedAccuracy, else: noRows)
        scores.add("zero_one_loss", accuracy.map { 1 - $0 }, else: noRows)
        scores.add("hamming_loss", accuracy.map { 1 - $0 }, else: noRows)
        scores.add("matthews_corrcoef", matthews, else: "the truth or the predictions are one class throughout")
        scores.add("cohen_kappa", kappa(), else: "truth and predictions are one and the same class throughout")
        if isOrdinal, classCount > 2 {
            for weights in [KappaWeights.linear, .quadratic] {
                scores.add(
                    "cohen_kappa_\(weights)", kappa(weights),
                    else: "truth and predictions are one and the same class throughout")
            }
        }
        if let positive { scores.add(binaryScores(positive, beta: beta)) }
        for kind in Average.allCases {
            for (name, value) in averages(kind, over: labels, beta: beta) {
                scores.add("\(name)_\(kind)", value, else: noRows)
            }
        }
        return scores
    }

    private func binaryScores(_ label: Int, beta: Double) -> MetricScores {
        var scores = MetricScores()
        let noPositive = "no row is positive"
        let noNegative = "no row is negative"
        let nonePredicted = "no row was predicted positive"
        let neither = "no row is or was predicted positive"
        scores.add("precision", precision(label), else: nonePredicted)
        scores.add("recall", recall(label), else: noPositive)
        scores.add("f1", fScore(label), else: neither)
        scores.add("fbeta", fScore(label, beta: beta), else: neither)
        scores.add("jaccard", jaccard(label), else: neither)
        scores.add("specificity", specificity(label), else: noNegative)
        let missed = support[label] - hits(label)
        let rejected = total - predictions[label]
        scores.add(
            "negative_predictive_value", Self.ratio(rejected - missed, rejected),
            else: "no row was predicted negative")
        let falseAlarms = predictions[label] - hits(label)
        let negatives = total - support[label]
        scores.add("false_positive_rate", Self.ratio(falseAlarms, negatives), else: noNegative)
        scores.add("false_negative_rate", Self.ratio(missed, support[label]), else: noPositive)
        scores.add("false_discovery_rate", Self.ratio(falseAlarms, predictions[label]), else: nonePredicted)
        scores.add(
            "positive_likelihood_ratio",
            support[label] > 0 ? Self.ratio(hits(label) * negatives, falseAlarms * support[label]) : nil,
            else: support[label] > 0 ? "no negative was predicted positive" : noPositive)
        scores.add(
            "negative_likelihood_ratio",
            support[label] > 0 ? Self.ratio(missed * negatives, (negatives - falseAlarms) * support[label]) : nil,
            else: support[label] > 0 ? "no negative was predicted negative" : noPositive)
        scores.add("prevalence", Self.ratio(support[label], total), else: "no row has weight")
        scores.add("predicted_positive_share", Self.ratio(predictions[label], total), else: "no row has weight")
        return scores
    }
}
