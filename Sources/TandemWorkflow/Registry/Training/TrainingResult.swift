import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// What a training writes down at its end: models, evaluations, events.
struct TrainingResult: Sendable {
    /// Up to so many predictions stand in an event, one character each, so that pairs can be drawn from events alone.
    static let mostPredictions = 20_000

    let job: Job
    let project: Project
    let arms: [TrainedArm]
    let champion: (model: ModelVersion, evaluation: Evaluation)?
    let evaluation: Snapshot

    /// The result for the runner.
    var result: JobResult {
        JobResult { tx in
            var models: [JSONValue] = []
            var events: [EventDraft] = []
            for arm in arms {
                let model = try ModelStore.insert(arm.model, in: tx)
                try EvaluationStore.insert(
                    arm.evaluation, workspace: project.workspace, project: project.id, in: tx)
                events.append(try trained(model, arm))
                events += try evaluated(model, arm.evaluation, milliseconds: arm.evaluateMilliseconds)
                models.append([
                    "id": .string(model.id.rawValue), "number": JSONValue(model.number),
                    "arm": .string(model.arm.rawValue),
                ])
            }
            if let champion,
                try EvaluationStore.insert(
                    champion.evaluation, workspace: project.workspace, project: project.id, in: tx)
            {
                events += try evaluated(champion.model, champion.evaluation, milliseconds: 0)
            }
            tx.hint("models")
            let output: JSONValue = ["models": .array(models), "eval_hash": .string(evaluation.hash)]
            return JobResult.Written(output: output, events: events)
        }
    }

    private func trained(_ model: ModelVersion, _ arm: TrainedArm) throws -> EventDraft {
        let facts: [String: JSONValue] = [
            "model": .string(model.id.rawValue), "number": JSONValue(model.number),
            "snapshot": .string(arm.snapshot.id.rawValue), "snapshot_hash": .string(arm.snapshot.hash),
            "parent": JSONValue(orNull: model.parent?.rawValue), "arm": .string(model.arm.rawValue),
            "learner": .string(model.learner), "seed": .string(String(model.seed)),
            "calibration": model.calibration["kind"] ?? .null, "blob": .string(model.blob),
            "labels": JSONValue(arm.snapshot.details.counts[.train] ?? 0),
            "labels_human_new": JSONValue(arm.snapshot.details.newHumanLabels),
            "requested_at": JSONValue(job.createdAt.milliseconds),
            "started_at": JSONValue((job.startedAt ?? job.createdAt).milliseconds),
            "train_ms": JSONValue(arm.trainMilliseconds),
        ]
        return try EventDraft(.modelTrained, of: job, subject: model.id.rawValue, facts: facts)
    }

    private func evaluated(_ model: ModelVersion, _ found: Evaluation, milliseconds: Int) throws -> [EventDraft] {
        var events: [EventDraft] = []
        for slice in found.slices {
            // A group tells its accuracy and its counts, from which every fairness metric follows.
            let names = slice.name == "all" ? slice.metrics.keys.sorted() : ["accuracy"]
            for metric in names {
                guard let value = slice.metrics[metric] else { continue }
                var facts: [String: JSONValue] = [
                    "model": .string(model.id.rawValue), "number": JSONValue(model.number),
                    "arm": .string(model.arm.rawValue), "eval_hash": .string(found.hash), "metric": .string(metric),
                    "slice": .string(slice.name), "value": JSONValue(finiteOrNull: value), "n": JSONValue(slice.n),
                    "evaluate_ms": JSONValue(milliseconds),
                ]
                if metric == "accuracy" {
                    facts["labels"] = .array(found.labels.map(JSONValue.string))
                    facts["counts"] = .array(slice.counts.map { JSONValue($0) })
                    if let positive = project.settings.positiveLabel { facts["positive"] = .string(positive) }
                    if slice.name == "all" { facts.merge(pairs(found)) { _, new in new } }
                }
                events.append(try EventDraft(.modelEvaluated, of: job, subject: model.id.rawValue, facts: facts))
            }
        }
        return events
    }

    /// Truth and prediction of each item in the order of items, as base-36 digits.
    private func pairs(_ found: Evaluation) -> [String: JSONValue] {
        guard found.labels.count <= 36, found.predictions.count <= Self.mostPredictions else { return [:] }
        func digits(_ places: [Int]) -> JSONValue { .string(places.map { String($0, radix: 36) }.joined()) }
        return [
            "truth": digits(found.predictions.map(\.truth)), "predicted": digits(found.predictions.map(\.predicted)),
        ]
    }
}
