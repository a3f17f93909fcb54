/// Minimizes a smooth function of many variables from its values and gradients (limited-memory BFGS).
///
/// Nocedal and Wright, Numerical Optimization, algorithm 7.4, with a bracketing line search for the weak Wolfe conditions
/// (Lewis and Overton 2013), which also holds for functions that are flat in places.
public struct LBFGS: Sendable {
    /// How many past steps shape the next one.
    public var memory = 10
    /// Most iterations.
    public var maximumIterations = 1_000
    /// Done when no component of the gradient is larger than this.
    public var gradientTolerance = 1e-8

    /// Settings that suit well-scaled problems.
    public init() {}

    /// Where the search ended.
    public struct Outcome: Sendable {
        /// The best point found.
        public var point: [Double]
        /// The function there.
        public var value: Double
        /// Iterations made.
        public var iterations: Int
        /// Whether the gradient became small enough; false when iterations ran out or no step made the value smaller.
        public var isConverged: Bool
    }

    /// Searches for the minimum from `start` without reporting progress.
    public func minimize(
        from start: [Double], _ evaluate: (_ point: [Double], _ gradient: inout [Double]) -> Double
    ) -> Outcome {
        minimize(from: start, progress: { _, _ in }, evaluate)
    }

    /// Searches for the minimum from `start`.
    ///
    /// - Parameters:
    ///   - start: where to begin.
    ///   - progress: called after each iteration with its number and the value; throwing ends the search.
    ///   - evaluate: writes the gradient at a point into its second argument and returns the value.
    /// - Returns: the best point, and whether it is one where the gradient vanishes.
    public func minimize(
        from start: [Double], progress: (Int, Double) throws -> Void,
        _ evaluate: (_ point: [Double], _ gradient: inout [Double]) -> Double
    ) rethrows -> Outcome {
        var gradient = [Double](repeating: 0, count: start.count)
        let value = evaluate(start, &gradient)
        var best = Outcome(point: start, value: value, iterations: 0, isConverged: false)
        var history = History(limit: memory)
        while best.iterations < maximumIterations {
            if gradient.allSatisfy({ abs($0) <= gradientTolerance }) {
                best.isConverged = true
                break
            }
            var direction = history.direction(against: gradient)
            var slope = dot(direction, gradient)
            if !(slope < 0) {
                history.clear()
                direction = gradient.map { -$0 }
                slope = dot(direction, gradient)
            }
            let first = history.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
            let search = LineSearch(start: best.point, value: best.value, direction: direction, slope: slope)
            guard let found = search.run(first: first, evaluate) else { break }
            history.remember(
                step: difference(found.point, best.point), change: difference(found.gradient, gradient))
            best.point = found.point
            best.value = found.value
            gradient = found.gradient
            best.iterations += 1
            try progress(best.iterations, best.value)
        }
        return best
    }
}

private func dot(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
}

private func difference(_ first: [Double], _ second: [Double]) -> [Double] {
    first.indices.map { first[$0] - second[$0] }
}

/// The last steps and what they changed in the gradient.
private struct History {
    let limit: Int
    private var pairs: [(step: [Double], change: [Double], scale: Double)] = []

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { pairs.isEmpty }

    mutating func clear() { pairs = [] }

    mutating func remember(step: [Double], change: [Double]) {
        let curvature = dot(step, change)
        guard curvature > 1e-12 * dot(change, change) else { return }
        if pairs.count == limit { pairs.removeFirst() }
        pairs.append((step, change, 1 / curvature))
    }

    /// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
    func direction(against gradient: [Double]) -> [Double] {
        var result = gradient.map { -$0 }
        var factors = [Double](repeating: 0, count: pairs.count)
        for (place, pair) in pairs.enumerated().reversed() {
            let factor = pair.scale * dot(pair.step, result)
            factors[place] = factor
            for index in result.indices { result[index] -= factor * pair.change[index] }
        }
        if let last = pairs.last {
            let scale = 1 / (last.scale * dot(last.change, last.change))
            for index in result.indices { result[index] *= scale }
        }
        for (place, pair) in pairs.enumerated() {
            let factor = factors[place] - pair.scale * dot(pair.change, result)
            for index in result.indices { result[index] += factor * pair.step[index] }
        }
        return result
    }
}

/// Finds a step length with sufficient decrease and enough change of slope.
private struct LineSearch {
    let start: [Double]
    let value: Double
    let direction: [Double]
    let slope: Double

    struct Found {
        var point: [Double]
        var value: Double
        var gradient: [Double]
    }

    func run(first: Double, _ evaluate: ([Double], inout [Double]) -> Double) -> Found? {
        var low = 0.0
        var high = Double.infinity
        var length = first
        var gradient = [Double](repeating: 0, count: start.count)
        var fallback: Found?
        // Near the minimum the true decrease is smaller than the rounding of the value itself.
        let noise = 1e-14 * max(abs(value), 1e-300)
        for _ in 0..<60 {
            let point = start.indices.map { start[$0] + length * direction[$0] }
            let next = evaluate(point, &gradient)
            if !next.isFinite || next > value + 1e-4 * length * slope + noise {
                high = length
            } else {
                if next < value { fallback = Found(point: point, value: next, gradient: gradient) }
                if dot(gradient, direction) >= 0.9 * slope {
                    return Found(point: point, value: next, gradient: gradient)
                }
                low = length
            }
            length = high.isFinite ? (low + high) / 2 : 2 * low
        }
        return fallback
    }
}
