import TandemNumerics

/// Made-up annotators who err at a known rate.
///
/// Their answers depend on seed, row and person alone, so that every strategy meets the same people.
struct SimulatedAnnotators: Sendable {
    let count: Int
    let accuracy: Double
    let classes: Int
    private let lots: SplitMix64

    init(count: Int, accuracy: Double, classes: Int, seed: UInt64) {
        self.count = count
        self.accuracy = accuracy
        self.classes = classes
        lots = SplitMix64(seed: seed)
    }

    /// Who labels a row as the `vote`-th person, and what they say; nil when everyone has labeled it.
    func vote(_ vote: Int, row: Int, truth: Int) -> (worker: Int, label: Int)? {
        guard vote < count else { return nil }
        var first = lots.split(UInt64(row) &* 2)
        let worker = (first.below(count) + vote) % count
        var lot = lots.split(UInt64(row) &* 2 &+ 1).split(UInt64(worker))
        if lot.uniform() < accuracy { return (worker, truth) }
        return (worker, (truth + 1 + lot.below(classes - 1)) % classes)
    }
}
