import TandemLedger

/// When a person is given a task of another purpose in place of an ordinary one, without being told.
///
/// A share s means exactly one task in each block of 1/s, at a place drawn with the project's secret key: the share is
/// kept from the first block on, and nobody can foresee the place.
public struct UnannouncedRules: Sendable {
    private let settings: ProjectSettings
    private let splitKey: [UInt8]

    /// The rules of a project.
    public init(_ project: Project) {
        settings = project.settings
        splitKey = project.splitKey
    }

    /// Whether it is ever anybody's turn.
    public var isEver: Bool { settings.goldShare > 0 || settings.repeatShare > 0 || settings.seededErrorShare > 0 }

    /// The purposes whose turn it is at a person's claim number `count` (from 0), the first to be preferred.
    public func purposes(for worker: WorkerID, count: Int) -> [TaskPurpose] {
        let shares: [(TaskPurpose, Double)] = [
            (.gold, settings.goldShare), (.repeat, settings.repeatShare), (.seeded, settings.seededErrorShare),
        ]
        return shares.filter { isTurn($0.0, share: $0.1, worker, count) }.map(\.0)
    }

    private func isTurn(_ purpose: TaskPurpose, share: Double, _ worker: WorkerID, _ count: Int) -> Bool {
        guard share > 0 else { return false }
        let block = max(1, Int(1 / share))
        let number = String(count / block)
        let draw = KeyedCoin.draw(["unannounced", purpose.rawValue, worker.rawValue, number], key: splitKey)
        return count % block == Int(draw * Double(block))
    }
}

/// Which label tasks are answered without sight of the model's answer.
public enum BlindRules {
    /// Answers that calibrate, evaluate, audit or measure people must be independent of the model; of the rest a drawn
    /// share is blind too, so that being blind tells nobody why.
    public static func isBlind(purpose: TaskPurpose, role: ItemRole, task: TaskID, project: Project) -> Bool {
        isBlind(
            purpose: purpose, role: role, task: task, share: project.settings.blindShare,
            coin: KeyedCoin(key: project.splitKey))
    }

    /// As above, for many tasks of one project.
    public static func isBlind(
        purpose: TaskPurpose, role: ItemRole, task: TaskID, share: Double, coin: @autoclosure () -> KeyedCoin
    ) -> Bool {
        switch purpose {
        case .audit, .gold, .repeat: true
        case .seeded: false
        case .work where role != .train: true
        case .work, .decision: share > 0 && coin().draw(["blind", task.rawValue]) < share
        }
    }
}

/// Which tasks are followed by a question about the explanation.
public enum ProbeRules {
    /// What is asked.
    public enum Probe: String, Sendable, Hashable, CaseIterable, Codable {
        /// Did the explanation help? 1 to 5.
        case rating
        /// What will the model say?
        case predict
    }

    /// The question after a task, for a drawn share of tasks.
    ///
    /// Without sight of the model only its answer can be guessed; with sight of the explanation both are asked, in turn.
    public static func probe(
        task: TaskID, worker: WorkerID, isBlind: Bool, hasExplanation: Bool, project: Project
    ) -> Probe? {
        guard project.settings.probeShare > 0 else { return nil }
        let draw = KeyedCoin.draw(["probe", task.rawValue, worker.rawValue], key: project.splitKey)
        guard draw < project.settings.probeShare else { return nil }
        if isBlind { return .predict }
        guard hasExplanation else { return nil }
        return draw < project.settings.probeShare / 2 ? .rating : .predict
    }
}
