import Synchronization
import TandemLedger
import TandemOversight

/// Figures that were computed already: the ledger never changes behind a checkpoint, so neither do they.
public final class KPICache: Sendable {
    private struct State {
        var figures: [KPICut: [KPIView]] = [:]
        var newest: [ProjectID: (checkpoint: Int, figures: [KPIView])] = [:]
        var workers: [KPICut: [WorkerID: WorkerFigures]] = [:]
        var histories: [KPICut: [Int: [KPISeries]]] = [:]
    }

    private static let most = 64
    private let state = Mutex(State())

    /// An empty cache.
    public init() {}

    func figures(_ cut: KPICut) -> [KPIView]? { state.withLock { $0.figures[cut] } }

    func keep(_ figures: [KPIView], for cut: KPICut) {
        state.withLock { state in
            if state.figures.count >= Self.most { state.figures.removeAll(keepingCapacity: true) }
            state.figures[cut] = figures
            let checkpoint = cut.checkpoint?.number ?? 0
            if checkpoint >= state.newest[cut.project]?.checkpoint ?? 0 {
                state.newest[cut.project] = (checkpoint, figures)
            }
        }
    }

    /// The figures of a project's newest checkpoint that were computed here; empty before the first time.
    func newest(of project: ProjectID) -> [KPIView] { state.withLock { $0.newest[project]?.figures ?? [] } }

    func workers(_ cut: KPICut) -> [WorkerID: WorkerFigures]? { state.withLock { $0.workers[cut] } }

    func keep(_ figures: [WorkerID: WorkerFigures], for cut: KPICut) {
        state.withLock { state in
            if state.workers.count >= Self.most { state.workers.removeAll(keepingCapacity: true) }
            state.workers[cut] = figures
        }
    }

    func history(_ cut: KPICut, points: Int) -> [KPISeries]? { state.withLock { $0.histories[cut]?[points] } }

    func keep(_ history: [KPISeries], for cut: KPICut, points: Int) {
        state.withLock { state in
            if state.histories.count >= Self.most { state.histories.removeAll(keepingCapacity: true) }
            state.histories[cut, default: [:]][points] = history
        }
    }
}
