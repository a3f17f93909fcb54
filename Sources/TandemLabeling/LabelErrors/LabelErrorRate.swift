import TandemStatistics

/// How many given labels are wrong, by the confident joint, with a bootstrap interval over items.
///
/// Of each given label's items, the share that confidently look like another class among those that confidently look
/// like any: Northcutt et al.'s calibrated joint without rounding. The thresholds stay fixed while items are drawn, so
/// the interval tells the spread of sampling and not a model's systematic errors.
public struct LabelErrorRate: Sendable, Hashable {
    /// The number of wrong labels among all items; nil without items.
    public let errors: Estimate?
    /// The same by given label.
    public let byLabel: [Double]

    /// Estimates from a joint.
    public init(_ joint: ConfidentJoint, labels: [Int32], bootstrap: Bootstrap) {
        let classes = joint.classCount
        // A cell is a given label with a guess, or without one in the last column.
        var cells = [Int](repeating: 0, count: classes * (classes + 1))
        for (item, guess) in joint.guesses.enumerated() {
            cells[Int(labels[item]) * (classes + 1) + (guess < 0 ? classes : Int(guess))] += 1
        }
        let used = cells.indices.filter { cells[$0] > 0 }
        func errors(_ counts: [Int]) -> [Double] {
            var all = [Int](repeating: 0, count: classes)
            var confident = all
            var right = all
            for (place, cell) in used.enumerated() {
                let (label, guess) = (cell / (classes + 1), cell % (classes + 1))
                all[label] += counts[place]
                if guess < classes { confident[label] += counts[place] }
                if guess == label { right[label] = counts[place] }
            }
            return (0..<classes).map { label in
                let wrong = Double(confident[label] - right[label])
                let row = wrong + Double(max(right[label], 1))
                return Double(all[label]) * wrong / row
            }
        }
        let counts = used.map { cells[$0] }
        byLabel = errors(counts)
        self.errors = bootstrap.estimate(counts: counts) { errors($0).reduce(0, +) }
    }
}
