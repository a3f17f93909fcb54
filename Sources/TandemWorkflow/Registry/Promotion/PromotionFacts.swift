import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular

/// The facts of `model.promoted`: what the turnaround of people's labels is computed from.
struct PromotionFacts {
    /// Up to so many items are named in the event; more are a count and a hash, and `snapshot_item` has them.
    static let mostItems = 5_000

    let model: ModelVersion
    let previous: ModelID?
    /// Items whose labels no promoted model had used before.
    let firstUsed: [ItemID]
    let version: Int
    let job: Job?

    var json: [String: JSONValue] {
        get throws {
            var facts: [String: JSONValue] = [
                "model": .string(model.id.rawValue), "number": JSONValue(model.number),
                "previous": JSONValue(orNull: previous?.rawValue), "snapshot": .string(model.snapshot.rawValue),
                "version": JSONValue(version), "trained_at": JSONValue(model.createdAt.milliseconds),
                "labels_first_used": JSONValue(firstUsed.count),
                "jobs": .array([model.job].compactMap { $0.map { .string($0.rawValue) } }),
            ]
            if let job {
                facts["requested_at"] = JSONValue(job.createdAt.milliseconds)
                facts["started_at"] = JSONValue((job.startedAt ?? job.createdAt).milliseconds)
                if let ended = job.endedAt { facts["judged_at"] = JSONValue(ended.milliseconds) }
            }
            let names = firstUsed.map(\.rawValue)
            if names.count <= Self.mostItems {
                facts["items"] = .array(names.map(JSONValue.string))
            } else {
                facts["items_hash"] = .string(BlobHash.of(names.joined(separator: "\n").utf8))
            }
            return facts
        }
    }
}
