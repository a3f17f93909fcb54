import Synchronization
import TandemExplainability
import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore

/// A project's live model, ready to score.
public struct LiveModel: Sendable {
    /// Its id.
    public let id: ModelID
    /// Its number in the project.
    public let number: Int
    /// What decisions name it by: `v3`.
    public let versionName: String
    /// Rises with each change of the live model.
    public let version: Int
    /// The labels it was made of.
    public let snapshot: SnapshotID
    /// The model itself.
    public let artifact: ModelArtifact
    /// Explains its answers, prepared once.
    public let explainer: Explainer
}

/// Keeps the live models of all projects loaded.
///
/// Which model is live is read from the database each time, so that a promotion on any server counts at once; only the
/// models' bytes, which never change, are kept. A change needs no lock: whoever scores with the old model goes on with it.
public final class LiveModels: Sendable {
    /// Models that are kept.
    static let mostKept = 32

    private struct State {
        var loading: [ModelID: Task<Explainer, any Error>] = [:]
        /// Least recently used first.
        var order: [ModelID] = []
    }

    private let database: any Database
    private let blobs: any BlobStore
    private let state = Mutex(State())

    /// Live models of a database, their bytes in a blob store.
    public init(database: any Database, blobs: any BlobStore) {
        self.database = database
        self.blobs = blobs
    }

    /// The live model of a project; nil before the first promotion.
    /// - Throws: `StoreError` when the database or the model's bytes cannot be reached, `ModelingError` for bytes that are
    ///   no model.
    public func current(_ project: ProjectID) async throws -> LiveModel? {
        let found = try await database.read { tx -> (LiveModelRow, ModelVersion)? in
            guard let live = try LiveModelStore.find(project, tx), let model = try ModelStore.find(live.model, tx)
            else {
                return nil
            }
            return (live, model)
        }
        guard let (live, model) = found else { return nil }
        let explainer = try await explainer(of: model)
        return LiveModel(
            id: model.id, number: model.number, versionName: model.versionName, version: live.version,
            snapshot: model.snapshot, artifact: explainer.model, explainer: explainer)
    }

    /// A model's artifact, loaded once however many ask at once.
    public func artifact(of model: ModelVersion) async throws -> ModelArtifact {
        try await explainer(of: model).model
    }

    private func explainer(of model: ModelVersion) async throws -> Explainer {
        let (blobs, hash) = (blobs, model.blob)
        let loading = state.withLock { state in
            if let known = state.loading[model.id] {
                state.order.removeAll { $0 == model.id }
                state.order.append(model.id)
                return known
            }
            let task = Task {
                let bytes = try await blobs.get(hash)
                return try await OwnThread.run("tandem-load") { Explainer(try ModelArtifact(bytes: bytes)) }
            }
            state.loading[model.id] = task
            state.order.append(model.id)
            if state.order.count > Self.mostKept { state.loading[state.order.removeFirst()] = nil }
            return task
        }
        do {
            return try await loading.value
        } catch {
            // The next one tries again: the bytes may be within reach by then.
            state.withLock { state in
                if state.loading[model.id] == loading {
                    state.loading[model.id] = nil
                    state.order.removeAll { $0 == model.id }
                }
            }
            throw error
        }
    }
}
