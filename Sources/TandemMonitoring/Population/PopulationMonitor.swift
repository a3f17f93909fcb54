import Foundation
import TandemNumerics
import TandemStatistics

/// Watches whether live inputs still come from the population the model was calibrated on.
///
/// A conformal test martingale.
/// Each input is summed up by one number, as its novelty or the model's score. Its conformal p-value — its rank among
/// the reference and all inputs since, ties broken at random — is uniform and independent of the past as long as
/// reference and stream are exchangeable (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005);
/// bets against uniformity then make a test martingale: the probability of **ever** reaching 1/α is at most α. The bets
/// are the power functions ε p^{ε−1} (Vovk, Nouretdinov and Gammerman 2003) mixed with a fixed share, as in the jumpers
/// of Vovk et al., "Retrain or not retrain" (2021).
///
/// It calls only when there is evidence **and** an effect: the population stability index of recent inputs, less what
/// chance explains, reaches a minimum. No labels are needed.
public struct PopulationMonitor: Detector {
    /// The name of this detector.
    public static let name = "population-conformal-martingale"

    /// Which way of straying counts.
    public enum Direction: Int, Sendable, Hashable, CaseIterable {
        /// Only values that are unusually high, as a novelty.
        case high = 1
        /// Both unusually high and unusually low ones, as a model's score.
        case both = 2
    }

    /// What is watched and how sure a call must be.
    public struct Settings: Sendable, Hashable {
        /// The probability α of ever gathering enough evidence while nothing has changed.
        public let falseAlarm: Double
        /// The least effect, as an excess of the population stability index.
        public let minimumEffect: Double
        /// The number of inputs after which one counts half in the effect.
        public let halfLife: Double
        /// Which way of straying counts.
        public let direction: Direction
        /// Start of the random stream that breaks ties.
        public let seed: UInt64

        /// Puts settings together; the defaults call on a clear change of the population.
        public init(
            falseAlarm: Double = 0.01, minimumEffect: Double = 0.1, halfLife: Double = 100,
            direction: Direction = .high, seed: UInt64
        ) {
            precondition(falseAlarm > 0 && falseAlarm < 1, "a false-alarm probability lies between 0 and 1")
            precondition(halfLife > 0, "a half-life is positive")
            self.falseAlarm = falseAlarm
            self.minimumEffect = minimumEffect
            self.halfLife = halfLife
            self.direction = direction
            self.seed = seed
        }
    }

    /// The settings it was started with.
    public let settings: Settings
    /// The number of live inputs taken in.
    public internal(set) var observations = 0
    /// Whether it has called: enough evidence at some time, and the least effect then or later.
    public internal(set) var fired = false
    /// Whether the evidence has ever reached the threshold.
    public internal(set) var isEvident = false

    /// Fine bins of the conformal ranks, frozen on the reference.
    let fineEdges: [Double]
    /// Coarse bins of the effect, frozen on the reference.
    let coarseEdges: [Double]
    /// Reference counts by coarse bin.
    let reference: [Double]
    /// Reference and live counts by fine bin.
    var bag: [Double]
    /// Live counts by coarse bin, older ones fading.
    var recent: [Double]
    /// Sum of squared fading weights, for the effective number of recent inputs.
    var recentSquares = 0.0
    var mixture: BettingMixture

    static let fineBins = 200
    static let coarseBins = 10
    static let share = 0.01
    static let exponents = [0.15, 0.3, 0.5, 0.7]

    /// Starts a monitor on the numbers of a reference sample; nil for fewer than 30 or when one is not finite.
    public init?(reference values: [Double], settings: Settings) {
        guard values.count >= 30, values.allSatisfy(\.isFinite) else { return nil }
        let fine = PopulationStability.edges(of: values, bins: Self.fineBins)
        let coarse = PopulationStability.edges(of: values, bins: Self.coarseBins)
        // The highest reference value closes a bin of its own: whatever lies above is unlike all that is known.
        let top = values.reduce(-Double.infinity, max).nextUp
        self.init(settings: settings, fineEdges: fine + [top], coarseEdges: coarse + [top], values: values)
    }

    init(settings: Settings, fineEdges: [Double], coarseEdges: [Double], values: [Double]) {
        self.settings = settings
        self.fineEdges = fineEdges
        self.coarseEdges = coarseEdges
        bag = [Double](repeating: 0, count: fineEdges.count + 1)
        var counts = [Double](repeating: 0, count: coarseEdges.count + 1)
        for value in values {
            bag[PopulationStability.bin(value, edges: fineEdges)] += 1
            counts[PopulationStability.bin(value, edges: coarseEdges)] += 1
        }
        reference = counts
        recent = [Double](repeating: 0, count: counts.count)
        mixture = BettingMixture(bets: Self.bets(settings.direction).count, share: Self.share)
    }

    /// Takes in the number of one live input; one that is not finite counts as the strangest possible.
    public mutating func observe(_ value: Double) {
        observations += 1
        let p = pValue(of: value.isFinite ? value : .greatestFiniteMagnitude)
        let bets = Self.bets(settings.direction)
        mixture.play { Self.factor(bets[$0], p) }
        fade(in: value.isFinite ? value : .greatestFiniteMagnitude)
        if evidence >= threshold { isEvident = true }
        if isEvident, effect >= settings.minimumEffect { fired = true }
    }

    /// The capital of the bets; 1 at the start.
    public var evidence: Double { mixture.capital }

    /// 1/α.
    public var threshold: Double { 1 / settings.falseAlarm }

    /// The population stability index of recent inputs against the reference; 0 before the first input.
    public var stabilityIndex: Double { PopulationStability.index(reference: reference, live: recent) ?? 0 }

    /// The stability index less what chance alone would give at this many recent inputs, at least 0.
    public var effect: Double {
        guard recentSquares > 0 else { return 0 }
        let live = recent.reduce(0, +) * recent.reduce(0, +) / recentSquares
        let chance = PopulationStability.expectedByChance(
            bins: reference.count, reference: reference.reduce(0, +), live: live)
        return max(0, stabilityIndex - chance)
    }
}
