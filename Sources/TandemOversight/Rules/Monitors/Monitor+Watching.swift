import TandemLedger
import TandemMonitoring
import TandemStore
import TandemTabular

extension Monitor {
    /// The false-alarm budget of the population monitor over a certificate's life.
    public static let populationAlpha = 0.01
    /// The false-alarm budget of all error monitors together over a certificate's life.
    public static let errorAlpha = 0.01
    /// Fewer calibration items than this make no reference population.
    public static let leastReference = 30

    /// The monitors that begin with a certificate: one of live inputs, one for each label that may be automatic.
    ///
    /// - Parameters:
    ///   - certificate: what they watch over.
    ///   - novelties: how far each calibration item lies from the reference contents.
    ///   - seed: breaks ties.
    /// - Returns: nil when there are too few calibration items.
    public static func beginning(
        with certificate: Certificate, novelties: [Double], seed: UInt64
    ) -> [Monitor]? {
        let settings = PopulationMonitor.Settings(falseAlarm: populationAlpha, seed: seed)
        guard novelties.count >= leastReference,
            let watcher = PopulationMonitor(reference: novelties, settings: settings)
        else { return nil }
        func monitor(_ name: String, _ detector: some Detector) -> Monitor {
            Monitor(
                project: certificate.project, workspace: certificate.workspace, name: name,
                state: json(of: detector.state), evidence: detector.evidence, threshold: detector.threshold,
                certificate: certificate.id, updatedAt: certificate.issuedAt)
        }
        let covered = certificate.details.labels.filter { $0.threshold != nil && $0.maxError > 0 && $0.maxError < 1 }
        let share = errorAlpha / Double(max(1, covered.count))
        return [monitor(population, watcher)]
            + covered.map {
                monitor(errors($0.label), CertificateMonitor(maxError: $0.maxError, falseAlarm: share))
            }
    }

    /// Takes in the novelty of live inputs in order, until it fires.
    /// - Returns: the place of the input at which it fired now, if it did.
    /// - Throws: `StoreError` when what it carries is not a population monitor's.
    public mutating func observe(novelties: [Double], at now: Instant) throws -> Int? {
        guard firedAt == nil, !novelties.isEmpty else { return nil }
        guard var watcher = PopulationMonitor(state: Self.state(of: state)) else { throw Self.unreadable }
        var fired: Int?
        for (place, novelty) in novelties.enumerated() where fired == nil {
            watcher.observe(novelty)
            if watcher.fired { fired = place }
        }
        take(watcher, effect: watcher.effect, at: now)
        return fired
    }

    /// Takes in whether one audited automatic decision was wrong.
    /// - Returns: whether it fired now.
    /// - Throws: `StoreError` when what it carries is not an error monitor's.
    public mutating func observe(isError: Bool, at now: Instant) throws -> Bool {
        guard firedAt == nil else { return false }
        guard var watcher = CertificateMonitor(state: Self.state(of: state)) else { throw Self.unreadable }
        watcher.observe(isError: isError)
        let rate = Double(watcher.errors) / Double(max(1, watcher.observations))
        take(watcher, effect: rate, at: now)
        return firedAt != nil
    }

    private mutating func take(_ detector: some Detector, effect: Double, at now: Instant) {
        state = Self.json(of: detector.state)
        evidence = detector.evidence
        seen = detector.observations
        self.effect = effect
        updatedAt = now
        if detector.fired { firedAt = now }
    }

    private static let unreadable = StoreError.unexpectedValue("monitor.state", "the state of a monitor")

    private static func json(of state: [String: [Double]]) -> JSONValue {
        .object(state.mapValues { .array($0.map(JSONValue.number)) })
    }

    private static func state(of json: JSONValue) -> [String: [Double]] {
        (json.object ?? [:]).mapValues { ($0.array ?? []).compactMap(\.number) }
    }
}
