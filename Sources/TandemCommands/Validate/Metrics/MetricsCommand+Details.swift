import TandemNumerics
import TandemStatistics
import TandemTabular

extension MetricsCommand {
    func addDetails(_ judged: Judged, weights: [Double]?, to report: inout Report) throws {
        switch judged {
        case .binary(let evaluation, let positive, let threshold):
            report.facts["positive"] = .string(positive)
            report.facts["threshold"] = threshold.map(JSONValue.number) ?? .null
            addConfusion(evaluation.confusion(weights: weights ?? evaluation.ones), ["other", positive], to: &report)
            try addCurves(evaluation, weights, to: &report)
        case .classes(let evaluation, let names):
            try refuseCost("needs a binary task; say --positive CLASS with a score")
            report.facts["classes"] = .array(names.map(JSONValue.string))
            let confusion = evaluation.confusion(weights: weights ?? evaluation.ones)
            addConfusion(confusion, names, to: &report)
            report.facts["by_class"] =
                ClassTable(
                    confusion: confusion, names: names, beta: metrics.beta,
                    confidence: weights == nil ? metrics.confidence : nil
                ).json
            report.chart = ConfusionPicture(confusion: confusion, names: names).spec
        case .regression(let evaluation):
            try refuseCost("needs a binary task")
            report.chart = ScatterPicture(evaluation: evaluation).spec
        case .ranking(let evaluation):
            try refuseCost("needs a binary task")
            report.facts["queries"] = JSONValue(evaluation.queryCount)
        }
    }

    private func refuseCost(_ why: String) throws {
        if cost != nil { throw CommandProblem.usage("--cost \(why)") }
        if curves != nil { throw CommandProblem.usage("--curves \(why)") }
    }

    private func addConfusion(_ confusion: WeightedConfusion?, _ names: [String], to report: inout Report) {
        guard let confusion, names.count <= 200 else { return }
        let rows = (0..<names.count).map { truth in
            JSONValue.array(
                (0..<names.count).map { .number(confusion.cells[truth * names.count + $0]) })
        }
        report.facts["confusion_matrix"] = [
            "labels": .array(names.map(JSONValue.string)), "true_by_predicted": .array(rows),
        ]
    }

    private func addCurves(_ evaluation: BinaryEvaluation, _ weights: [Double]?, to report: inout Report) throws {
        guard let order = evaluation.order, let scored = evaluation.scored else {
            return try refuseCost("needs a column of scores or probabilities")
        }
        let table = ThresholdTable(order: order, scores: scored, positive: evaluation.positive, weights: weights)
        let pictures = CurveTables(table: table, costs: cost?.costs)
        report.facts["curves"] = pictures.json(points: points)
        report.chart = pictures.chart(points: max(points, 400))
        if let curves { report.files.append(.init(path: curves, rows: pictures.whole)) }
        for share in [0.05, 0.1, 0.2, 0.5] {
            report.facts["lift_at_\(share)"] = table.lift(at: share).map(JSONValue.number) ?? .null
            report.facts["gain_at_\(share)"] = table.gain(at: share).map(JSONValue.number) ?? .null
        }
        guard let cost else { return }
        let found = OperatingReport(
            evaluation: evaluation, order: order, scores: scored, weights: weights, cost: cost, seed: files.seed
        ).json
        report.facts["operating_point"] = found
        let best = found["with_review"] ?? found["without_review"] ?? .null
        report.summary.append(
            SummaryTable(
                "Cheapest operating point",
                [
                    ("rule", best["rule"]?.string ?? "–"),
                    ("cost of an item", SummaryTable.number(best["cost_per_item"]?.number)),
                    ("on rows not used to find it", SummaryTable.number(best["cost_per_item_held_out"]?.number)),
                    ("share for people", SummaryTable.number(best["review"]?.number)),
                ]))
    }

    func notes(_ judged: Judged, _ read: PredictionColumns) -> [String] {
        var notes: [String] = []
        if case .classes(let evaluation, _) = judged, let probabilities = evaluation.probabilities {
            let gaps = (0..<probabilities.rows).map { abs(probabilities.row($0).reduce(0, +) - 1) }
            let off = gaps.count { $0 > 1e-5 }
            if off > 0 {
                notes.append(
                    "the probabilities of \(off) rows do not sum to 1 (largest gap \(gaps.max() ?? 0)); "
                        + "they are used as they are")
            }
        }
        if case .binary(_, let positive, _) = judged, columns.positive == nil {
            notes.append("\"\(positive)\" is taken as the positive class; --positive says another")
        }
        return notes
    }
}
