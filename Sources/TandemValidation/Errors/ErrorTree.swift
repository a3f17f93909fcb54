/// A small tree over where the losses are: each split sets the most loss apart.
///
/// Greedy least squares on the loss (Breiman et al. 1984) over binned columns, names in the order of their loss.
public struct ErrorTree: Sendable {
    /// A node; children stand behind their parents.
    public struct Node: Sendable, Hashable {
        /// The place of the parent; nil for the root.
        public let parent: Int?
        /// The condition that leads here from the parent; nil for the root.
        public let condition: CohortCondition?
        /// Rows that come here.
        public let n: Int
        /// Their mean loss.
        public let meanLoss: Double
        /// Whether no node leads on.
        public internal(set) var isLeaf: Bool
    }

    /// The nodes, the root first.
    public private(set) var nodes: [Node] = []
    /// The leaves as candidates for cohorts.
    private(set) var candidates: [Candidate] = []

    init(_ features: [BinnedFeature], _ losses: [Double], _ rows: [Int], depth: Int, smallest: Int, threads: Int) {
        grow(
            Growth(features: features, losses: losses, depth: depth, smallest: smallest, threads: threads), rows,
            parent: nil, condition: nil, parts: [:], level: 0)
    }

    private struct Growth {
        let features: [BinnedFeature]
        let losses: [Double]
        let depth: Int
        let smallest: Int
        let threads: Int
    }

    private struct Split {
        let feature: Int
        let left: [Int]
        let right: [Int]
        let gain: Double
    }

    private mutating func grow(
        _ growth: Growth, _ rows: [Int], parent: Int?, condition: CohortCondition?, parts: [Int: UInt64], level: Int
    ) {
        let place = nodes.count
        var sums = LossSums()
        for row in rows { sums.add(growth.losses[row]) }
        nodes.append(Node(parent: parent, condition: condition, n: sums.n, meanLoss: sums.mean, isLeaf: true))
        let split = level < growth.depth ? Self.split(growth, rows, sums, parts) : nil
        guard let split else {
            if parent != nil { candidates.append(Candidate(parts.map { .init(feature: $0.key, bins: $0.value) })) }
            return
        }
        nodes[place].isLeaf = false
        let codes = growth.features[split.feature].codes
        let full = parts[split.feature] ?? UInt64.max
        for bins in [split.left, split.right] {
            let mask = bins.reduce(UInt64(0)) { $0 | (1 << UInt64($1)) } & full
            let inside = rows.filter { mask & (1 << UInt64(codes[$0])) != 0 }
            var narrowed = parts
            narrowed[split.feature] = mask
            let kept = (0..<growth.features[split.feature].binCount).filter { mask & (1 << UInt64($0)) != 0 }
            grow(
                growth, inside, parent: place, condition: growth.features[split.feature].condition(kept),
                parts: narrowed, level: level + 1)
        }
    }

    private static func split(_ growth: Growth, _ rows: [Int], _ all: LossSums, _ parts: [Int: UInt64]) -> Split? {
        guard all.n >= 2 * growth.smallest, all.variance > 0 else { return nil }
        let tables = SubgroupScan.tables(growth.features, growth.losses, rows, threads: growth.threads)
        var best: Split?
        for (place, feature) in growth.features.enumerated() {
            let present = (0..<feature.binCount).filter { tables[place][$0].n > 0 && $0 != feature.missingBin }
            let order =
                feature.isOrdered
                ? present : present.sorted { (-tables[place][$0].mean, $0) < (-tables[place][$1].mean, $1) }
            var left = LossSums()
            for cut in order.indices.dropLast() {
                left = left + tables[place][order[cut]]
                let right = all - left
                guard left.n >= growth.smallest, right.n >= growth.smallest else { continue }
                let gain =
                    left.loss * left.loss / Double(left.n) + right.loss * right.loss / Double(right.n)
                    - all.loss * all.loss / Double(all.n)
                // A gain that chance alone often reaches is no split.
                guard gain > (best?.gain ?? 8 * all.variance) else { continue }
                let inside = Array(order[...cut])
                // Missing values and bins nobody is in stay on the right, which only names can say in words.
                let outside = (0..<feature.binCount).filter { !inside.contains($0) && $0 != feature.missingBin }
                let hasMissing = feature.missingBin.map { tables[place][$0].n > 0 } ?? false
                guard !hasMissing, feature.condition(inside) != nil, feature.condition(outside) != nil else { continue }
                best = Split(feature: place, left: inside, right: outside, gain: gain)
            }
        }
        return best
    }
}
