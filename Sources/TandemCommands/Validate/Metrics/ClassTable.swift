import TandemStatistics
import TandemTabular

/// Metrics of each class against the rest.
struct ClassTable {
    let confusion: WeightedConfusion
    let names: [String]
    let beta: Double
    /// Of Wilson's intervals; nil where weights make the counts no counts.
    let confidence: Double?

    /// A member for each class.
    var json: JSONValue {
        .object(
            Dictionary(
                names.enumerated().map { label, name in (name, member(label)) }, uniquingKeysWith: { first, _ in first }
            ))
    }

    private func member(_ label: Int) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
        var members: [String: JSONValue] = [
            "support": .number(confusion.support[label]), "predicted": .number(confusion.predictions[label]),
            "precision": number(confusion.precision(label)), "recall": number(confusion.recall(label)),
            "f1": number(confusion.fScore(label)), "fbeta": number(confusion.fScore(label, beta: beta)),
            "jaccard": number(confusion.jaccard(label)), "specificity": number(confusion.specificity(label)),
        ]
        if let confidence {
            func interval(_ whole: Double) -> JSONValue {
                Estimate.wilson(successes: Int(confusion.hits(label)), of: Int(whole), confidence: confidence)
                    .map(MetricRows.json) ?? .null
            }
            members["precision_interval"] = interval(confusion.predictions[label])
            members["recall_interval"] = interval(confusion.support[label])
        }
        return .object(members)
    }
}

/// A picture of which class was taken for which.
struct ConfusionPicture {
    let confusion: WeightedConfusion
    let names: [String]

    var spec: JSONValue {
        var values: [JSONValue] = []
        for (truth, name) in names.enumerated() {
            for (predicted, other) in names.enumerated() {
                let weight = confusion.cells[truth * names.count + predicted]
                values.append([
                    "truth": .string(name), "predicted": .string(other), "rows": .number(weight),
                    "share": JSONValue(finiteOrNull: weight / confusion.support[truth]),
                ])
            }
        }
        return Picture.spec(
            [
                "title": "Share of each true class by prediction", "mark": ["type": "rect", "tooltip": true],
                "encoding": [
                    "x": ["field": "predicted", "type": "nominal"], "y": ["field": "truth", "type": "nominal"],
                    "color": ["field": "share", "type": "quantitative", "scale": ["domain": [0, 1]]],
                ],
            ], values)
    }
}

/// A picture of predicted beside true numbers.
struct ScatterPicture {
    let evaluation: RegressionEvaluation
    /// Most points that are drawn; of more every so manieth.
    private let limit = 2_000

    var spec: JSONValue {
        let step = max(1, (evaluation.rowCount + limit - 1) / limit)
        let values = stride(from: 0, to: evaluation.rowCount, by: step).map { row -> JSONValue in
            ["truth": .number(evaluation.truth[row]), "predicted": .number(evaluation.predicted[row])]
        }
        return Picture.spec(
            [
                "title": "Predicted and true numbers", "width": 360, "height": 360,
                "mark": ["type": "point", "opacity": 0.4],
                "encoding": ["x": Picture.axis("truth", "truth"), "y": Picture.axis("predicted", "predicted")],
            ], values)
    }
}
