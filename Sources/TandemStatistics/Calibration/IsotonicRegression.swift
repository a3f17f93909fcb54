/// The non-decreasing step function nearest to the outcomes, as a calibrator of scores.
public enum IsotonicRegression {
    /// A non-decreasing piecewise linear curve through (x, y), flat beyond its ends.
    public struct Curve: Sendable, Hashable {
        /// The breakpoints, strictly rising.
        public let x: [Double]
        /// The values there, never falling.
        public let y: [Double]

        /// A curve through breakpoints; `x` rises strictly, `y` never falls, both have one length.
        public init(x: [Double], y: [Double]) {
            precondition(x.count == y.count, "a curve has one value a breakpoint")
            self.x = x
            self.y = y
        }

        /// The curve's value at a score, linear between breakpoints; nil for an empty curve.
        public func callAsFunction(_ score: Double) -> Double? {
            guard let first = x.first, let last = x.last, let bottom = y.first, let top = y.last else { return nil }
            if score <= first { return bottom }
            if score >= last { return top }
            var low = 0
            var high = x.count - 1
            while high - low > 1 {
                let middle = (low + high) / 2
                if x[middle] <= score { low = middle } else { high = middle }
            }
            return y[low] + (score - x[low]) / (x[high] - x[low]) * (y[high] - y[low])
        }
    }

    /// Fits by pooling adjacent violators.
    ///
    /// M. Ayer and others, Annals of Mathematical Statistics 26 (1955); Zadrozny and Elkan (2002) for calibration.
    /// Rows with equal scores are merged first. `outcomes` are usually 0 or 1; `weights` are positive and default to
    /// one each. Each constant block keeps only its two ends as breakpoints.
    public static func fit(
        scores: [Double], outcomes: [Double], weights: [Double]? = nil
    ) throws(StatisticsError) -> Curve {
        guard scores.count == outcomes.count else {
            throw .lengthMismatch(expected: scores.count, found: outcomes.count)
        }
        if let weights, weights.count != scores.count {
            throw .lengthMismatch(expected: scores.count, found: weights.count)
        }
        for index in scores.indices {
            let weight = weights?[index] ?? 1
            guard scores[index].isFinite, outcomes[index].isFinite, weight > 0, weight.isFinite else {
                throw .invalidValue(at: index)
            }
        }
        var blocks: [Block] = []
        for row in try RankOrder(scores).rows.reversed() {
            let index = Int(row)
            let weight = weights?[index] ?? 1
            let block = Block(from: scores[index], to: scores[index], sum: weight * outcomes[index], weight: weight)
            if let last = blocks.last, last.to == block.from {
                blocks[blocks.count - 1].absorb(block)
            } else {
                blocks.append(block)
            }
        }
        return curve(pooled(blocks))
    }

    private struct Block {
        var from: Double
        var to: Double
        var sum: Double
        var weight: Double
        var mean: Double { sum / weight }

        mutating func absorb(_ next: Block) {
            to = next.to
            sum += next.sum
            weight += next.weight
        }
    }

    private static func pooled(_ blocks: [Block]) -> [Block] {
        var stack: [Block] = []
        for block in blocks {
            stack.append(block)
            while stack.count > 1, stack[stack.count - 2].mean >= stack[stack.count - 1].mean {
                let last = stack.removeLast()
                stack[stack.count - 1].absorb(last)
            }
        }
        return stack
    }

    private static func curve(_ blocks: [Block]) -> Curve {
        var x: [Double] = []
        var y: [Double] = []
        for block in blocks {
            x.append(block.from)
            y.append(block.mean)
            if block.to > block.from {
                x.append(block.to)
                y.append(block.mean)
            }
        }
        return Curve(x: x, y: y)
    }
}
