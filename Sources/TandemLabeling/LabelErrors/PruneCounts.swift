/// How many items to flag for each pair of classes, from the calibrated joint.
struct PruneCounts {
    let classCount: Int
    let leastPerClass: Int
    /// Items by true class (row) and given label (column).
    let counts: [Int]

    init(_ joint: ConfidentJoint, share: Double, leastPerClass: Int) {
        let classes = joint.classCount
        classCount = classes
        self.leastPerClass = leastPerClass
        var matrix = [Double](repeating: 0, count: classes * classes)
        for given in 0..<classes {
            for actual in 0..<classes {
                matrix[actual * classes + given] = Double(joint.calibrated[given * classes + actual])
            }
        }
        Self.keep(leastPerClass, in: &matrix, classes: classes)
        Self.shrink(&matrix, to: share, classes: classes)
        counts = (0..<classes).flatMap { WholeNumbers.rounded(Array(matrix[($0 * classes)..<(($0 + 1) * classes)])) }
    }

    /// Raises the diagonal to `least` and takes what that needs from the rest of the column.
    private static func keep(_ least: Int, in matrix: inout [Double], classes: Int) {
        for given in 0..<classes {
            let diagonal = matrix[given * classes + given]
            let raised = max(diagonal, Double(least))
            let nonzero = (0..<classes).count { matrix[$0 * classes + given] != 0 }
            let each = (raised - diagonal) / max(Double(nonzero) - 1, 1)
            for actual in 0..<classes {
                matrix[actual * classes + given] = max(0, matrix[actual * classes + given] - each)
            }
            matrix[given * classes + given] = raised
        }
    }

    /// Multiplies the entries off the diagonal by `share` and adds what is left over to the diagonal; whole items.
    private static func shrink(_ matrix: inout [Double], to share: Double, classes: Int) {
        for given in 0..<classes {
            var left = 0.0
            for actual in 0..<classes where actual != given {
                let old = matrix[actual * classes + given]
                let new = old * share
                left += old - new
                matrix[actual * classes + given] = new.rounded(.towardZero)
            }
            matrix[given * classes + given] = (matrix[given * classes + given] + left).rounded(.towardZero)
        }
    }

    /// The items of each class, in ascending order; nil for a class with too few of them.
    private func members(_ data: LabeledProbabilities) -> [[Int]?] {
        var members = [[Int]](repeating: [], count: classCount)
        for (item, label) in data.labels.enumerated() { members[Int(label)].append(item) }
        return members.map { $0.count > leastPerClass ? $0 : nil }
    }

    func byClass(_ data: LabeledProbabilities) -> [Bool] {
        var isFlagged = [Bool](repeating: false, count: data.count)
        for (label, items) in members(data).enumerated() {
            guard let items else { continue }
            let number = items.count - counts[label * classCount + label]
            flag(items, number, &isFlagged) { data.probabilities[$0 * classCount + label] }
        }
        return isFlagged
    }

    func byNoiseRate(_ data: LabeledProbabilities) -> [Bool] {
        var isFlagged = [Bool](repeating: false, count: data.count)
        for (label, items) in members(data).enumerated() {
            guard let items else { continue }
            for other in 0..<classCount where other != label {
                flag(items, counts[other * classCount + label], &isFlagged) {
                    -(data.probabilities[$0 * classCount + other] - data.probabilities[$0 * classCount + label])
                }
            }
        }
        return isFlagged
    }

    /// Flags the `number` items with the lowest key, the first ones on a tie.
    private func flag(_ items: [Int], _ number: Int, _ isFlagged: inout [Bool], key: (Int) -> Double) {
        guard number >= 1 else { return }
        for place in LowestKeys.places(number, of: items.map(key)) { isFlagged[items[place]] = true }
    }
}
