/// Items of one label in falling order of score, with the errors among the first k.
struct Prefixes {
    /// Scores, highest first.
    let scores: [Double]
    /// errors[k] is the number of errors among the first k items.
    let errors: [Int]

    init(items: [CalibrationItem]) {
        // Within a score the order does not matter: a prefix never ends inside a tie.
        let sorted = items.sorted { $0.score > $1.score }
        scores = sorted.map(\.score)
        var sums = [0]
        for item in sorted { sums.append(sums[sums.count - 1] + (item.isCorrect ? 0 : 1)) }
        errors = sums
    }

    var count: Int { scores.count }

    /// Up to `size` prefix lengths from `start` to all items, evenly spaced, each moved up to the end of its tie.
    func grid(from start: Int, size: Int) -> [Int] {
        guard start <= count else { return [] }
        let steps = max(1, size - 1)
        var lengths: [Int] = []
        for step in 0..<size {
            let length = wholeTie(start + (count - start) * step / steps)
            if length > (lengths.last ?? 0) { lengths.append(length) }
        }
        return lengths
    }

    /// A length moved up to the end of its tie.
    func wholeTie(_ length: Int) -> Int {
        var end = length
        while end < count, scores[end] == scores[end - 1] { end += 1 }
        return end
    }
}
