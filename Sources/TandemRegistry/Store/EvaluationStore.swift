import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `evaluation` table.
public enum EvaluationStore {
    /// Writes an evaluation; the same model on the same set is written once.
    /// - Returns: false when it was there already.
    @discardableResult
    public static func insert(
        _ evaluation: Evaluation, workspace: WorkspaceID, project: ProjectID, in tx: any WriteTransaction
    ) throws -> Bool {
        let slices = evaluation.slices.map { slice -> JSONValue in
            [
                "name": .string(slice.name), "n": JSONValue(slice.n),
                "metrics": .object(slice.metrics.mapValues(JSONValue.init(finiteOrNull:))),
                "counts": .array(slice.counts.map { JSONValue($0) }),
            ]
        }
        let metrics: JSONValue = [
            "labels": .array(evaluation.labels.map(JSONValue.string)), "slices": .array(slices),
        ]
        let predictions = evaluation.predictions.map { row -> JSONValue in
            [
                .string(row.item.rawValue), JSONValue(row.truth), JSONValue(row.predicted),
                JSONValue(finiteOrNull: row.probability),
            ]
        }
        return try tx.run(
            """
            INSERT INTO evaluation (model_id, eval_hash, workspace_id, project_id, items, metrics, predictions, created_at)
            VALUES (\(evaluation.model), \(evaluation.hash), \(workspace), \(project), \(evaluation.predictions.count),
                \(metrics.canonicalString), \(JSONValue.array(predictions).canonicalString), \(evaluation.createdAt))
            ON CONFLICT (model_id, eval_hash) DO NOTHING
            """) == 1
    }

    /// A model's evaluation on a set, with its answers; nil when there is none.
    public static func find(_ model: ModelID, on hash: String, _ tx: any ReadTransaction) throws -> Evaluation? {
        try tx.row("SELECT * FROM evaluation WHERE model_id = \(model) AND eval_hash = \(hash)")
            .map { try evaluation($0, predictions: predictions(in: $0)) }
    }

    /// A model's evaluations without their answers, newest first.
    public static func summaries(of model: ModelID, _ tx: any ReadTransaction) throws -> [Evaluation] {
        try tx.rows(
            """
            SELECT model_id, eval_hash, metrics, created_at FROM evaluation WHERE model_id = \(model)
            ORDER BY created_at DESC, eval_hash
            """
        ).map { try evaluation($0, predictions: []) }
    }

    /// The sets a model was evaluated on.
    public static func hashes(of model: ModelID, _ tx: any ReadTransaction) throws -> Set<String> {
        try Set(tx.rows("SELECT eval_hash FROM evaluation WHERE model_id = \(model)").map { try $0.text("eval_hash") })
    }

    /// The newest set that both models were evaluated on; nil when there is none.
    public static func common(_ first: ModelID, _ second: ModelID, _ tx: any ReadTransaction) throws -> String? {
        try tx.row(
            """
            SELECT a.eval_hash FROM evaluation a
                JOIN evaluation b ON b.eval_hash = a.eval_hash AND b.model_id = \(second)
            WHERE a.model_id = \(first) ORDER BY a.created_at DESC, a.eval_hash LIMIT 1
            """
        )?.text("eval_hash")
    }

    private static func evaluation(_ row: Row, predictions: [ItemPrediction]) throws -> Evaluation {
        let metrics = try row.json("metrics")
        let slices = (metrics["slices"]?.array ?? []).map { slice in
            EvaluationSlice(
                name: slice["name"]?.string ?? "", n: slice["n"]?.int ?? 0,
                metrics: (slice["metrics"]?.object ?? [:]).compactMapValues(\.number),
                counts: (slice["counts"]?.array ?? []).compactMap(\.int))
        }
        return Evaluation(
            model: ModelID(rawValue: try row.text("model_id")), hash: try row.text("eval_hash"),
            labels: (metrics["labels"]?.array ?? []).compactMap(\.string), slices: slices, predictions: predictions,
            createdAt: try row.instant("created_at"))
    }

    private static func predictions(in row: Row) throws -> [ItemPrediction] {
        try (row.json("predictions").array ?? []).map { entry in
            guard let item = entry[0]?.string, let truth = entry[1]?.int, let predicted = entry[2]?.int else {
                throw StoreError.unexpectedValue("predictions", "item, truth and predicted label")
            }
            return ItemPrediction(
                item: ItemID(rawValue: item), truth: truth, predicted: predicted, probability: entry[3]?.number ?? 0)
        }
    }
}
