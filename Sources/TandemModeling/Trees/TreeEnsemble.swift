import TandemNumerics
import TandemTabular

/// A sum of decision trees, evaluated exactly as XGBoost does.
///
/// Values and thresholds are 32-bit floats, `value < threshold` goes left, a missing (NaN) value goes the node's default
/// way, and leaves are added up in float in the order of the trees.
public struct TreeEnsemble: Sendable, Hashable {
    /// One node: a split, or a leaf.
    public struct Node: Sendable, Hashable {
        /// The encoded feature that is compared; negative for a leaf.
        public var feature: Int32
        /// The split's threshold, or the leaf's value.
        public var value: Float
        /// The child for smaller values, as a place in `nodes`.
        public var left: Int32
        /// The child for the others.
        public var right: Int32
        /// The child for missing values: `left` or `right`.
        public var missing: Int32
        /// Sum of the training rows' second derivatives that reached the node; what path-dependent SHAP weighs by.
        public var cover: Float

        /// A node from its parts.
        public init(feature: Int32, value: Float, left: Int32, right: Int32, missing: Int32, cover: Float) {
            self.feature = feature
            self.value = value
            self.left = left
            self.right = right
            self.missing = missing
            self.cover = cover
        }
    }

    /// The nodes of all trees; a tree's nodes lie together, its root first.
    public let nodes: [Node]
    /// Where each tree's root lies in `nodes`.
    public let roots: [Int32]
    /// The margin that each tree adds to.
    public let margins: [Int32]
    /// What each margin starts from.
    public let bases: [Float]
    /// Number of encoded features.
    public let featureCount: Int

    /// An ensemble from its parts; throws `unreadable` when a place lies outside, a child does not come after its parent,
    /// or a number is not finite.
    public init(
        nodes: [Node], roots: [Int32], margins: [Int32], bases: [Float], featureCount: Int
    ) throws(ModelingError) {
        guard roots.count == margins.count, !bases.isEmpty, bases.allSatisfy(\.isFinite) else {
            throw .unreadable("trees, margins and bases do not fit")
        }
        guard roots.allSatisfy({ nodes.indices.contains(Int($0)) }),
            margins.allSatisfy({ bases.indices.contains(Int($0)) })
        else { throw .unreadable("a root or margin is out of range") }
        for (place, node) in nodes.enumerated() {
            guard node.value.isFinite, node.cover.isFinite else { throw .unreadable("a number is not finite") }
            if node.feature < 0 { continue }
            // Children behind their parents: no cycles, so every walk ends.
            guard node.feature < featureCount, node.left > place, node.right > place, node.left < nodes.count,
                node.right < nodes.count, node.missing == node.left || node.missing == node.right
            else { throw .unreadable("node \(place) points outside") }
        }
        self.nodes = nodes
        self.roots = roots
        self.margins = margins
        self.bases = bases
        self.featureCount = featureCount
    }

    /// Adds up the margins of one row into `sums`.
    ///
    /// - Parameters:
    ///   - row: `featureCount` values, NaN where missing.
    ///   - sums: `bases.count` numbers; overwritten.
    @inline(__always)
    public func margins(_ row: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>) {
        for margin in bases.indices { sums[margin] = bases[margin] }
        nodes.withUnsafeBufferPointer { nodes in
            for tree in roots.indices {
                var place = Int(roots[tree])
                while true {
                    let node = nodes[place]
                    if node.feature < 0 {
                        sums[Int(margins[tree])] += node.value
                        break
                    }
                    let value = row[Int(node.feature)]
                    place = Int(value.isNaN ? node.missing : value < node.value ? node.left : node.right)
                }
            }
        }
    }

    /// Margins of one encoded row; features that are not stored are missing.
    public func margins(_ row: SparseRow) -> [Double] {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: featureCount + bases.count) { memory in
            memory.initialize(repeating: .nan)
            guard let base = memory.baseAddress else { return bases.map(Double.init) }
            for (index, value) in zip(row.indices, row.values) { base[Int(index)] = Float(value) }
            let sums = base + featureCount
            margins(UnsafePointer(base), into: sums)
            return bases.indices.map { Double(sums[$0]) }
        }
    }

    /// Margins of all rows of `rows`: a row each, a column a margin.
    public func margins(_ rows: SparseMatrix) -> Matrix {
        var result = Matrix(rows: rows.rows, columns: bases.count)
        var buffer = [Float](repeating: .nan, count: featureCount)
        var sums = [Float](repeating: 0, count: bases.count)
        for row in 0..<rows.rows {
            let range = rows.starts[row]..<rows.starts[row + 1]
            for place in range { buffer[Int(rows.indices[place])] = Float(rows.values[place]) }
            margins(buffer, into: &sums)
            for margin in sums.indices { result[row, margin] = Double(sums[margin]) }
            for place in range { buffer[Int(rows.indices[place])] = .nan }
        }
        return result
    }
}
