/// How far two workers' regions on one task agree: twice the common regions ÷ all regions of both.
///
/// Regions are common when they overlap enough and have one label; each is matched once. Two who both marked nothing
/// agree wholly. The same measure as the F₁ score of one worker judged by the other.
public struct RegionAgreement: Sendable, Hashable {
    /// The least intersection over union of two regions that mean the same.
    public let overlap: Double

    /// Sets the measure up.
    public init(overlap: Double = 0.5) {
        precondition(overlap > 0 && overlap <= 1, "an overlap lies between 0 and 1")
        self.overlap = overlap
    }

    /// The agreement of two workers on one task, 0 … 1.
    public func score<Place: Region>(_ first: [Marking<Place>], _ second: [Marking<Place>]) -> Double {
        guard !first.isEmpty || !second.isEmpty else { return 1 }
        // Clusters of two workers are pairs; labels are kept apart so that only equal ones meet.
        let labels = Set(first.map(\.label)).intersection(second.map(\.label))
        let common = labels.reduce(0) { sum, label in
            let both = first.filter { $0.label == label } + second.filter { $0.label == label }
            return sum + RegionClusters(both, overlap: overlap).groups.count { $0.count > 1 }
        }
        return 2 * Double(common) / Double(first.count + second.count)
    }

    /// The mean agreement of each worker with each other one on common tasks, and of all pairs on each task.
    func measure<Place: Region>(
        _ byTask: [[Marking<Place>]], judged: [Set<Int>], workerCount: Int
    ) -> (workers: [Double], tasks: [Double]) {
        var sums = [Double](repeating: 0, count: workerCount)
        var counts = sums
        let tasks = byTask.enumerated().map { task, markings -> Double in
            let workers = judged[task].union(markings.map(\.worker)).sorted()
            let own = workers.map { worker in markings.filter { $0.worker == worker } }
            var sum = 0.0
            var pairs = 0.0
            for first in workers.indices {
                for second in (first + 1)..<max(first + 1, workers.count) {
                    let score = score(own[first], own[second])
                    for worker in [workers[first], workers[second]] {
                        sums[worker] += score
                        counts[worker] += 1
                    }
                    sum += score
                    pairs += 1
                }
            }
            return pairs > 0 ? sum / pairs : .nan
        }
        return (zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }, tasks)
    }
}
