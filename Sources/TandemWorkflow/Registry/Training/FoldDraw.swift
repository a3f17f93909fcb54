import TandemNumerics

/// Deals contents to folds so that the folds' sizes differ by one at most: a shuffled round after a shuffled round.
struct FoldDraw {
    private var random: SplitMix64
    private var round: [Int] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func next(_ folds: Int) -> Int {
        if round.isEmpty { round = random.permutation(folds) }
        return round.removeLast()
    }
}
