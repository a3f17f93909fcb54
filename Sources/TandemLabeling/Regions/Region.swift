/// A part of an item that somebody marked: a span of text or a box of an image.
public protocol Region: Sendable, Hashable {
    /// How much is marked; positive.
    var extent: Double { get }

    /// How much of both is the same.
    func overlap(with other: Self) -> Double

    /// The edges, in a fixed order; regions are sorted by them.
    var edges: [Double] { get }

    /// A region between several: edge by edge the weighted median, or the weighted mean.
    ///
    /// - Precondition: there are regions, each with a positive weight.
    static func between(_ regions: [Self], weights: [Double], by center: RegionCenter) -> Self
}

extension Region {
    /// What is shared ÷ what either holds, 0 … 1.
    public func intersectionOverUnion(_ other: Self) -> Double {
        let shared = overlap(with: other)
        return shared / (extent + other.extent - shared)
    }
}

/// How the edges of several regions become one.
public enum RegionCenter: String, Sendable, Hashable, CaseIterable {
    /// The median of each edge.
    case median
    /// The mean of each edge.
    case mean
    /// The mean of each edge, weighted by how well each worker's regions agree with the others'.
    case weighted
}

/// A half-open run of Unicode scalars, `start ..< end`.
public struct TextSpan: Region {
    /// The first scalar, from 0.
    public let start: Int
    /// The scalar after the last.
    public let end: Int

    /// A span; nil when it is empty, turned around or starts before the text.
    public init?(start: Int, end: Int) {
        guard start >= 0, start < end else { return nil }
        self.start = start
        self.end = end
    }

    private init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// The number of scalars.
    public var extent: Double { Double(end - start) }

    /// The number of common scalars.
    public func overlap(with other: TextSpan) -> Double {
        Double(max(0, min(end, other.end) - max(start, other.start)))
    }

    /// Start and end.
    public var edges: [Double] { [Double(start), Double(end)] }

    /// Start and end in whole scalars: the lower median is an offset that somebody chose, a mean is rounded.
    public static func between(_ regions: [TextSpan], weights: [Double], by center: RegionCenter) -> TextSpan {
        func edge(_ values: [Double]) -> Int {
            center == .median
                ? Int(WeightedCenter.median(values, weights: weights, isLower: true))
                : Int(WeightedCenter.mean(values, weights: weights).rounded())
        }
        let start = edge(regions.map { Double($0.start) })
        return TextSpan(start, max(start + 1, edge(regions.map { Double($0.end) })))
    }
}

/// An upright rectangle of an image, from its lower left or upper left corner.
public struct Box: Region {
    /// The left edge.
    public let x: Double
    /// The edge where y is lowest.
    public let y: Double
    /// The width, positive.
    public let width: Double
    /// The height, positive.
    public let height: Double

    /// A box; nil when a number is not finite or width or height are not positive.
    public init?(x: Double, y: Double, width: Double, height: Double) {
        guard x.isFinite, y.isFinite, width.isFinite, height.isFinite, width > 0, height > 0 else { return nil }
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    private init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
        (x, y, width, height) = (left, top, right - left, bottom - top)
    }

    /// The area.
    public var extent: Double { width * height }

    /// The common area.
    public func overlap(with other: Box) -> Double {
        let across = min(x + width, other.x + other.width) - max(x, other.x)
        let down = min(y + height, other.y + other.height) - max(y, other.y)
        return max(0, across) * max(0, down)
    }

    /// Left, top, right, bottom.
    public var edges: [Double] { [x, y, x + width, y + height] }

    /// Edge by edge, not corner and size, so that each edge is where people saw it.
    public static func between(_ regions: [Box], weights: [Double], by center: RegionCenter) -> Box {
        let edges = regions.map(\.edges)
        let sides = (0..<4).map { side -> Double in
            let values = edges.map { $0[side] }
            return center == .median
                ? WeightedCenter.median(values, weights: weights, isLower: false)
                : WeightedCenter.mean(values, weights: weights)
        }
        return Box(sides[0], sides[1], sides[2], sides[3])
    }
}

/// The middle of weighted numbers.
enum WeightedCenter {
    static func mean(_ values: [Double], weights: [Double]) -> Double {
        var sum = 0.0
        var total = 0.0
        for (value, weight) in zip(values, weights) {
            sum += value * weight
            total += weight
        }
        return sum / total
    }

    /// Half of the weight lies on either side; between two numbers their mean, or the lower one.
    static func median(_ values: [Double], weights: [Double], isLower: Bool) -> Double {
        let sorted = zip(values, weights).sorted { $0 < $1 }
        let half = weights.reduce(0, +) / 2
        var below = 0.0
        for (place, entry) in sorted.enumerated() {
            below += entry.1
            if below > half { return entry.0 }
            if below == half {
                let next = place + 1 < sorted.count ? sorted[place + 1].0 : entry.0
                return isLower ? entry.0 : (entry.0 + next) / 2
            }
        }
        return sorted.last?.0 ?? .nan
    }
}
