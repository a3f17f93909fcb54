/// Makes one set of regions of several workers': clustered by overlap, then voted.
///
/// A cluster is accepted when more than `quorum` of the workers who judged the task marked it. Workers who judged a task
/// and marked nothing count too.
public struct RegionConsensus: Sendable, Hashable {
    /// The least intersection over union of two regions that mean the same.
    public let overlap: Double
    /// The share of workers above which a cluster is accepted.
    public let quorum: Double
    /// How the members' edges become one.
    public let center: RegionCenter

    /// Sets the method up.
    public init(overlap: Double = 0.5, quorum: Double = 0.5, center: RegionCenter = .median) {
        precondition(overlap > 0 && overlap <= 1 && quorum >= 0 && quorum < 1, "settings in range")
        self.overlap = overlap
        self.quorum = quorum
        self.center = center
    }

    /// What markings come to.
    public struct Outcome<Place: Region>: Sendable, Hashable {
        /// All clusters, by task and place.
        public let clusters: [RegionCluster<Place>]
        /// Those that were accepted.
        public let accepted: [RegionCluster<Place>]
        /// How well each worker's markings agree with the others', 0 … 1; NaN for workers who judged alone.
        public let workerAgreement: [Double]
        /// The mean agreement of the workers of each task; NaN for tasks that one worker judged.
        public let taskAgreement: [Double]
    }

    /// Clusters and votes.
    ///
    /// - Parameters:
    ///   - markings: what was marked; a marking that a worker made twice counts once.
    ///   - judged: the workers who judged each task, whether they marked something or not.
    ///   - workerCount: the number of workers.
    /// - Returns: all clusters, those accepted, and how far workers agree.
    public func outcome<Place: Region>(
        _ markings: [Marking<Place>], judged: [Set<Int>], workerCount: Int
    ) -> Outcome<Place> {
        var byTask = [[Marking<Place>]](repeating: [], count: judged.count)
        for marking in Set(markings) { byTask[marking.task].append(marking) }
        let agreement = RegionAgreement(overlap: overlap).measure(byTask, judged: judged, workerCount: workerCount)
        // A worker about whom nothing is known weighs as the others do on average.
        let known = agreement.workers.filter { !$0.isNaN }
        let usual = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
        let weights = agreement.workers.map { max($0.isNaN ? usual : $0, 0.01) }
        var clusters: [RegionCluster<Place>] = []
        for (task, given) in byTask.enumerated() {
            let found = RegionClusters(given, overlap: overlap)
            clusters += found.groups.map { group in
                cluster(group.map { found.markings[$0] }, task: task, workers: judged[task].count, weights: weights)
            }
        }
        return Outcome(
            clusters: clusters, accepted: clusters.filter { $0.support > quorum },
            workerAgreement: agreement.workers, taskAgreement: agreement.tasks)
    }

    private func cluster<Place: Region>(
        _ members: [Marking<Place>], task: Int, workers: Int, weights: [Double]
    ) -> RegionCluster<Place> {
        var votes: [Int: Int] = [:]
        for member in members { votes[member.label, default: 0] += 1 }
        let winner = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
        let place = Place.between(
            members.map(\.place), weights: members.map { center == .weighted ? weights[$0.worker] : 1 }, by: center)
        let tightness = members.reduce(0) { $0 + $1.place.intersectionOverUnion(place) } / Double(members.count)
        return RegionCluster(
            task: task, place: place, label: winner?.key ?? 0, votes: members.count,
            workers: max(workers, members.count),
            labelVotes: winner?.value ?? 0, tightness: tightness)
    }
}
