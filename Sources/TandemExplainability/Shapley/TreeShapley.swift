import TandemModeling

/// Exact path-dependent Shapley values of tree ensembles (TreeSHAP).
///
/// Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles" (2018), algorithm 2. What a
/// feature's absence means follows the share of training weight (cover) down each branch. Contributions and base add up
/// to the margin exactly, up to rounding in double.
public struct TreeShapley: Sendable {
    /// The ensemble that is explained.
    public let ensemble: TreeEnsemble
    /// Mean of the leaves below each node, weighted by cover.
    private let means: [Double]
    private let deepest: Int

    /// Prepares an ensemble: one pass over its nodes.
    public init(_ ensemble: TreeEnsemble) {
        self.ensemble = ensemble
        let nodes = ensemble.nodes
        var means = [Double](repeating: 0, count: nodes.count)
        var depths = [Int](repeating: 0, count: nodes.count)
        for place in nodes.indices.reversed() {  // children lie behind their parents
            let node = nodes[place]
            if node.feature < 0 {
                means[place] = Double(node.value)
            } else {
                let share = Self.leftShare(nodes, place)
                means[place] = share * means[Int(node.left)] + (1 - share) * means[Int(node.right)]
                depths[place] = 1 + max(depths[Int(node.left)], depths[Int(node.right)])
            }
        }
        self.means = means
        deepest = ensemble.roots.map { depths[Int($0)] }.max() ?? 0
    }

    /// Share of the node's training weight that went left.
    @inline(__always)
    static func leftShare(_ nodes: [TreeEnsemble.Node], _ place: Int) -> Double {
        let left = Double(nodes[Int(nodes[place].left)].cover)
        let right = Double(nodes[Int(nodes[place].right)].cover)
        return left + right > 0 ? left / (left + right) : 0.5
    }

    /// What the margin is expected to be when nothing is known.
    public func base(margin: Int) -> Double {
        var sum = Double(ensemble.bases[margin])
        for (tree, root) in ensemble.roots.enumerated() where Int(ensemble.margins[tree]) == margin {
            sum += means[Int(root)]
        }
        return sum
    }

    /// What each encoded feature adds to one margin, for one row.
    ///
    /// - Parameters:
    ///   - row: one value an encoded feature, NaN where missing.
    ///   - margin: which margin.
    /// - Returns: one number an encoded feature; with `base` they add up to the margin.
    public func contributions(_ row: [Float], margin: Int) -> [Double] {
        precondition(row.count == ensemble.featureCount, "one value for each encoded feature")
        var walk = Walk(
            nodes: ensemble.nodes, row: row, result: [Double](repeating: 0, count: ensemble.featureCount))
        let room = (deepest + 2) * (deepest + 3) / 2
        withUnsafeTemporaryAllocation(of: PathElement.self, capacity: room) { path in
            path.initialize(repeating: PathElement())
            guard let path = path.baseAddress else { return }
            for (tree, root) in ensemble.roots.enumerated() where Int(ensemble.margins[tree]) == margin {
                walk.visit(Int(root), path, depth: 0, Edge(feature: -1, absent: 1, present: 1))
            }
        }
        return walk.result
    }

    /// One feature on the way from the root, with the weights of its subsets.
    private struct PathElement {
        var feature: Int32 = -1
        /// Share of training weight that takes this way when the feature is absent.
        var absent = 0.0
        /// 1 when the row takes this way, else 0.
        var present = 0.0
        /// Proportion of the subsets of each size.
        var weight = 0.0
    }

    private struct Edge {
        var feature: Int32
        var absent: Double
        var present: Double
    }

    private struct Walk {
        let nodes: [TreeEnsemble.Node]
        let row: [Float]
        var result: [Double]

        mutating func visit(_ place: Int, _ parent: UnsafeMutablePointer<PathElement>, depth: Int, _ edge: Edge) {
            var depth = depth
            let path = parent + depth
            if depth > 0 { path.update(from: parent, count: depth) }
            extend(path, depth, edge)
            let node = nodes[place]
            guard node.feature >= 0 else {
                if depth > 0 { leaf(Double(node.value), path, depth) }
                return
            }
            let value = row[Int(node.feature)]
            let hot = Int(value.isNaN ? node.missing : value < node.value ? node.left : node.right)
            let cold = hot == Int(node.left) ? Int(node.right) : Int(node.left)
            let share = TreeShapley.leftShare(nodes, place)
            let hotShare = hot == Int(node.left) ? share : 1 - share
            var earlier = Edge(feature: node.feature, absent: 1, present: 1)
            if let known = (0...depth).first(where: { path[$0].feature == node.feature }) {
                earlier = Edge(feature: node.feature, absent: path[known].absent, present: path[known].present)
                unwind(path, depth, known)
                depth -= 1
            }
            // Each child's path lies behind this one: this level is read again for the second child.
            let hotEdge = Edge(feature: node.feature, absent: hotShare * earlier.absent, present: earlier.present)
            let coldEdge = Edge(feature: node.feature, absent: (1 - hotShare) * earlier.absent, present: 0)
            visit(hot, path, depth: depth + 1, hotEdge)
            visit(cold, path, depth: depth + 1, coldEdge)
        }

        private mutating func leaf(_ value: Double, _ path: UnsafeMutablePointer<PathElement>, _ depth: Int) {
            for index in 1...depth {
                let weight = unwoundSum(path, depth, index)
                result[Int(path[index].feature)] += weight * (path[index].present - path[index].absent) * value
            }
        }

        private func extend(_ path: UnsafeMutablePointer<PathElement>, _ depth: Int, _ edge: Edge) {
            path[depth] = PathElement(
                feature: edge.feature, absent: edge.absent, present: edge.present, weight: depth == 0 ? 1 : 0)
            let size = Double(depth + 1)
            for index in stride(from: depth - 1, through: 0, by: -1) {
                path[index + 1].weight += edge.present * path[index].weight * Double(index + 1) / size
                path[index].weight = edge.absent * path[index].weight * Double(depth - index) / size
            }
        }

        private func unwind(_ path: UnsafeMutablePointer<PathElement>, _ depth: Int, _ index: Int) {
            let present = path[index].present
            let absent = path[index].absent
            var next = path[depth].weight
            let size = Double(depth + 1)
            for place in stride(from: depth - 1, through: 0, by: -1) {
                if present != 0 {
                    let kept = path[place].weight
                    path[place].weight = next * size / (Double(place + 1) * present)
                    next = kept - path[place].weight * absent * Double(depth - place) / size
                } else if absent != 0 {
                    path[place].weight = path[place].weight * size / (absent * Double(depth - place))
                }
            }
            for place in index..<depth {
                path[place].feature = path[place + 1].feature
                path[place].absent = path[place + 1].absent
                path[place].present = path[place + 1].present
            }
        }

        private func unwoundSum(_ path: UnsafeMutablePointer<PathElement>, _ depth: Int, _ index: Int) -> Double {
            let present = path[index].present
            let absent = path[index].absent
            var next = path[depth].weight
            var total = 0.0
            let size = Double(depth + 1)
            for place in stride(from: depth - 1, through: 0, by: -1) {
                if present != 0 {
                    let part = next * size / (Double(place + 1) * present)
                    total += part
                    next = path[place].weight - part * absent * Double(depth - place) / size
                } else if absent != 0 {
                    total += path[place].weight / (absent * Double(depth - place) / size)
                }
            }
            return total
        }
    }
}
