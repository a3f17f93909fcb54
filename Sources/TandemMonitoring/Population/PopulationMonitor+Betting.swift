import Foundation
import TandemNumerics
import TandemStatistics

extension PopulationMonitor {
    /// A bet on small p-values (`isHigh`) or large ones, of some boldness; exponent 1 keeps its money.
    struct Bet {
        let exponent: Double
        let isHigh: Bool
    }

    static func bets(_ direction: Direction) -> [Bet] {
        let high = exponents.map { Bet(exponent: $0, isHigh: true) }
        let low = exponents.map { Bet(exponent: $0, isHigh: false) }
        return [Bet(exponent: 1, isHigh: true)] + high + (direction == .both ? low : [])
    }

    /// ε p^{ε−1}, which integrates to one over [0, 1]; a p of almost zero is held at 10⁻¹², which only lowers the bet.
    static func factor(_ bet: Bet, _ p: Double) -> Double {
        let tail = max(bet.isHigh ? p : 1 - p, 1e-12)
        return bet.exponent * pow(tail, bet.exponent - 1)
    }

    /// Adds the value to the bag and gives the share of the bag that is stranger, its equals broken at random.
    mutating func pValue(of value: Double) -> Double {
        let bin = PopulationStability.bin(value, edges: fineEdges)
        bag[bin] += 1
        var above = 0.0
        var total = 0.0
        for (place, count) in bag.enumerated() {
            total += count
            if place > bin { above += count }
        }
        var random = SplitMix64(seed: settings.seed).split(UInt64(observations))
        return (above + random.uniform() * bag[bin]) / total
    }

    /// Lets older inputs count less in the effect and adds this one.
    mutating func fade(in value: Double) {
        let keep = exp2(-1 / settings.halfLife)
        for place in recent.indices { recent[place] *= keep }
        recent[PopulationStability.bin(value, edges: coarseEdges)] += 1
        recentSquares = recentSquares * keep * keep + 1
    }
}
