import TandemStatistics

extension PopulationMonitor {
    /// Everything it remembers.
    public var state: [String: [Double]] {
        [
            // A 64-bit seed does not fit a Double: its halves do.
            "settings": [
                settings.falseAlarm, settings.minimumEffect, settings.halfLife, Double(settings.direction.rawValue),
                Double(settings.seed >> 32), Double(settings.seed & 0xFFFF_FFFF),
            ],
            "counts": [Double(observations), fired ? 1 : 0, isEvident ? 1 : 0],
            "fine-edges": fineEdges, "coarse-edges": coarseEdges, "reference": reference, "bag": bag,
            "recent": recent + [recentSquares], "weights": mixture.weights, "log-capital": [mixture.logCapital],
        ]
    }

    /// Restores a stored monitor.
    public init?(state: [String: [Double]]) {
        guard state.values.allSatisfy({ $0.allSatisfy(\.isFinite) }),
            let settings = Self.settings(state["settings"]), let counts = state["counts"], counts.count == 3,
            let seen = Int(exactly: counts[0]),
            let fine = state["fine-edges"], let coarse = state["coarse-edges"], let reference = state["reference"],
            let bag = state["bag"], var recent = state["recent"], let weights = state["weights"],
            let capital = state["log-capital"]?.first, let squares = recent.popLast(), bag.count == fine.count + 1,
            reference.count == coarse.count + 1, recent.count == reference.count,
            weights.count == Self.bets(settings.direction).count
        else { return nil }
        self.settings = settings
        fineEdges = fine
        coarseEdges = coarse
        self.reference = reference
        self.bag = bag
        self.recent = recent
        recentSquares = squares
        mixture = BettingMixture(weights: weights, logCapital: capital, share: Self.share)
        observations = seen
        fired = counts[1] == 1
        isEvident = counts[2] == 1
    }

    private static func settings(_ stored: [Double]?) -> Settings? {
        guard let stored, stored.count == 6, stored[0] > 0, stored[0] < 1, stored[2] > 0,
            let direction = Int(exactly: stored[3]).flatMap(Direction.init(rawValue:)),
            let high = UInt64(exactly: stored[4]), let low = UInt64(exactly: stored[5])
        else { return nil }
        return Settings(
            falseAlarm: stored[0], minimumEffect: stored[1], halfLife: stored[2], direction: direction,
            seed: high << 32 | low)
    }
}
