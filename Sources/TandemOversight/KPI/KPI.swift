import TandemLedger

/// The twelve figures, each a pure function of the events; formulas and targets in docs/kpis.md.
public enum KPI {
    /// What is computed, in the order of the page.
    static let figures: [@Sendable (KPIEvents) -> KPIResult] = [
        LabelingAccuracy.result, ModelImprovement.result, LabelingTime.result, AmbiguousHandled.result,
        CostPerLabel.result, ConsensusRate.result, UpdateTurnaround.result, ReviewQuality.result, BiasReduction.result,
        InterpretabilityImprovement.result, CollaborationRatio.result, AnnotationConsistency.result,
    ]

    /// All twelve.
    public static func all(_ events: KPIEvents) -> [KPIResult] { figures.map { $0(events) } }

    /// The values over time: at each moment what the figures were then; without drawn intervals.
    public static func history(_ events: KPIEvents, at moments: [Instant]) -> [[KPIResult]] {
        let quiet = Draws(seed: events.draws.seed, most: 0)
        return moments.map { all(events.until($0, draws: quiet)) }
    }
}
