import Logging

/// Runs the house's recurring errands, each on its own beat, until it is canceled.
///
/// Every errand is safe to run twice and on several servers at once; one that fails is told in the log and tried again
/// at its next beat.
public struct Ticker: Sendable {
    /// Something done again and again.
    public struct Errand: Sendable {
        let name: String
        let every: Duration
        let run: @Sendable () async throws -> Void

        /// An errand.
        ///
        /// - Parameters:
        ///   - name: for the log.
        ///   - every: the pause between two runs.
        ///   - run: does it.
        public init(_ name: String, every: Duration, run: @escaping @Sendable () async throws -> Void) {
            self.name = name
            self.every = every
            self.run = run
        }
    }

    private let errands: [Errand]
    private let logger: Logger

    /// A ticker for these errands.
    public init(_ errands: [Errand], logger: Logger) {
        self.errands = errands
        self.logger = logger
    }

    /// Runs until the surrounding task is canceled.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for errand in errands { group.addTask { await beat(errand) } }
        }
    }

    private func beat(_ errand: Errand) async {
        while !Task.isCancelled {
            do {
                try await errand.run()
            } catch is CancellationError {
                return
            } catch {
                logger.error("errand failed", metadata: ["errand": "\(errand.name)", "cause": "\(error)"])
            }
            try? await Task.sleep(for: errand.every)
        }
    }
}
