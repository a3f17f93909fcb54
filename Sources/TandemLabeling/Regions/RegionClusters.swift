/// Groups one task's markings by overlap: two belong together when all of both groups overlap enough, and a worker
/// counts once in a group.
///
/// Complete linkage, the closest pairs first. The outcome depends on the markings alone, not on their order: equal
/// overlaps are taken in the order of edges, labels and workers.
struct RegionClusters<Place: Region> {
    private struct Pair {
        let overlap: Double
        let sameLabel: Bool
        let first: Int
        let second: Int
    }

    /// The markings in their canonical order.
    let markings: [Marking<Place>]
    /// Places of members in ``markings``, ascending; groups by their first member.
    private(set) var groups: [[Int]]

    init(_ given: [Marking<Place>], overlap least: Double) {
        let markings = given.sorted(by: Self.precedes)
        self.markings = markings
        var overlaps = [Double](repeating: 0, count: markings.count * markings.count)
        var pairs: [Pair] = []
        for first in markings.indices {
            for second in (first + 1)..<max(first + 1, markings.count)
            where markings[first].worker != markings[second].worker {
                let overlap = markings[first].place.intersectionOverUnion(markings[second].place)
                overlaps[first * markings.count + second] = overlap
                overlaps[second * markings.count + first] = overlap
                guard overlap >= least, overlap > 0 else { continue }
                let same = markings[first].label == markings[second].label
                pairs.append(Pair(overlap: overlap, sameLabel: same, first: first, second: second))
            }
        }
        pairs.sort {
            if $0.overlap != $1.overlap { return $0.overlap > $1.overlap }
            if $0.sameLabel != $1.sameLabel { return $0.sameLabel }
            return ($0.first, $0.second) < ($1.first, $1.second)
        }
        var groupOf = Array(markings.indices)
        var members = markings.indices.map { [$0] }
        for pair in pairs {
            let (a, b) = (groupOf[pair.first], groupOf[pair.second])
            guard a != b else { continue }
            // A worker's own markings have overlap 0 here, so that two of them never meet in a group.
            let all = members[a].allSatisfy { one in
                members[b].allSatisfy { other in
                    let overlap = overlaps[one * markings.count + other]
                    return overlap >= least && overlap > 0
                }
            }
            guard all else { continue }
            for member in members[b] { groupOf[member] = a }
            members[a] += members[b]
            members[b] = []
        }
        groups = members.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    private static func precedes(_ first: Marking<Place>, _ second: Marking<Place>) -> Bool {
        let (a, b) = (first.place.edges, second.place.edges)
        if a != b { return a.lexicographicallyPrecedes(b) }
        return (first.label, first.worker) < (second.label, second.worker)
    }
}
