import Foundation

/// Log scores to probabilities, without overflow.
enum Softmax {
    /// Replaces log scores by the probabilities they mean and returns the log of their sum.
    @discardableResult
    static func normalize(_ scores: UnsafeMutableBufferPointer<Double>) -> Double {
        var top = -Double.infinity
        for score in scores { top = max(top, score) }
        var total = 0.0
        for place in scores.indices {
            scores[place] = exp(scores[place] - top)
            total += scores[place]
        }
        for place in scores.indices { scores[place] /= total }
        return top + log(total)
    }

    /// The same for an array.
    static func normalize(_ scores: inout [Double]) {
        _ = scores.withUnsafeMutableBufferPointer { normalize($0) }
    }
}

/// How a fit's items are cut into blocks: by the data alone, and no more blocks than fit into memory when each sums into
/// `cells` numbers of its own.
enum ItemBlocks {
    static func size(items: Int, cells: Int) -> Int {
        let most = max(1, min(32, (1 << 25) / max(1, cells)))
        return max(1_024, (items + most - 1) / most)
    }
}
