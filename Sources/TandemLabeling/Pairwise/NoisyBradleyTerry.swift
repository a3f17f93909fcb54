import Foundation
import TandemNumerics

/// Ranks items by pairwise preferences of workers who sometimes do not look: each has a reliability and a side that is
/// chosen otherwise.
///
/// Worker w prefers the left item i to j with probability γ_w σ(s_i − s_j) + (1 − γ_w) σ(q_w), as in crowd-kit's
/// NoisyBradleyTerry (X. Chen et al., WSDM 2013), but with the exact gradient and weak normal priors, so that the fit
/// always exists; maximized by L-BFGS from the same start every time.
public struct NoisyBradleyTerry: Sendable, Hashable {
    /// Most iterations.
    public let iterations: Int
    /// The prior's precision of scores, and of reliabilities and sides around their start.
    public let regularization: Double

    /// Sets the method up.
    public init(iterations: Int = 500, regularization: Double = 0.1) {
        precondition(iterations > 0 && regularization > 0, "settings in range")
        self.iterations = iterations
        self.regularization = regularization
    }

    /// What the fit came to.
    public struct Fit: Sendable, Hashable {
        /// The strength of each item as the probability to beat an average one.
        public let scores: [Double]
        /// The probability of each worker to answer by what they see.
        public let reliabilities: [Double]
        /// The probability of each worker to choose the left item otherwise.
        public let leftBiases: [Double]
        /// Whether the search reached a point without slope.
        public let isConverged: Bool
    }

    /// Logit of the reliability that a worker has without answers: 0.88.
    private static let usual = 2.0

    /// Fits scores and workers.
    public func fit(_ comparisons: Comparisons) -> Fit {
        let items = comparisons.itemCount
        let workers = comparisons.workerCount
        var start = [Double](repeating: 0, count: items + 2 * workers)
        for worker in 0..<workers { start[items + worker] = Self.usual }
        var search = LBFGS()
        search.maximumIterations = iterations
        search.gradientTolerance = 1e-6
        let outcome = search.minimize(from: start) { loss(comparisons, $0, &$1) }
        let point = outcome.point
        let mean = items > 0 ? point[0..<items].reduce(0, +) / Double(items) : 0
        return Fit(
            scores: point[0..<items].map { Self.sigmoid($0 - mean) },
            reliabilities: point[items..<(items + workers)].map(Self.sigmoid),
            leftBiases: point[(items + workers)...].map(Self.sigmoid), isConverged: outcome.isConverged)
    }

    /// The negative logarithm of likelihood and prior.
    private func loss(_ comparisons: Comparisons, _ point: [Double], _ gradient: inout [Double]) -> Double {
        let items = comparisons.itemCount
        let workers = comparisons.workerCount
        var value = 0.0
        for place in point.indices {
            let from = place >= items && place < items + workers ? Self.usual : 0
            value += regularization / 2 * (point[place] - from) * (point[place] - from)
            gradient[place] = regularization * (point[place] - from)
        }
        for place in 0..<comparisons.count {
            // A tie counts as half a win for each side.
            let winner = comparisons.winners[place]
            if winner != .right {
                value += side(comparisons, place, 1, winner == .tie ? 0.5 : 1, point, &gradient)
            }
            if winner != .left {
                value += side(comparisons, place, -1, winner == .tie ? 0.5 : 1, point, &gradient)
            }
        }
        return value
    }

    private func side(
        _ comparisons: Comparisons, _ place: Int, _ sign: Double, _ weight: Double, _ point: [Double],
        _ gradient: inout [Double]
    ) -> Double {
        let left = Int(comparisons.lefts[place])
        let right = Int(comparisons.rights[place])
        let gamma = comparisons.itemCount + Int(comparisons.workers[place])
        let bias = gamma + comparisons.workerCount
        let seen = Self.sigmoid(sign * (point[left] - point[right]))
        let blind = Self.sigmoid(sign * point[bias])
        let trust = Self.sigmoid(point[gamma])
        let probability = max(trust * seen + (1 - trust) * blind, 1e-300)
        let scale = weight / probability
        let slope = scale * trust * seen * (1 - seen) * sign
        gradient[left] -= slope
        gradient[right] += slope
        gradient[gamma] -= scale * (seen - blind) * trust * (1 - trust)
        gradient[bias] -= scale * (1 - trust) * blind * (1 - blind) * sign
        return -weight * log(probability)
    }

    private static func sigmoid(_ x: Double) -> Double {
        x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    }
}
