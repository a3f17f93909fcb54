/// How strange a label would be for an item, from the model's probabilities alone; 0 is not strange at all.
public enum ConformalScore: Sendable, Hashable {
    /// 1 − p of the label: smallest sets on average, sizes tell little about difficulty (least ambiguous sets:
    /// M. Sadinle, J. Lei and L. Wasserman, JASA 114, 2019).
    case leastAmbiguous
    /// The probabilities from the likeliest label down to this one, itself included, so that sets adapt to the item
    /// (adaptive prediction sets: Y. Romano, M. Sesia and E. Candès, NeurIPS 2020).
    case adaptive
    /// The same with a penalty λ for each rank beyond `free`, which keeps sets small (regularized adaptive sets:
    /// A. Angelopoulos, S. Bates, J. Malik and M. Jordan, ICLR 2021).
    case regularized(penalty: Double, free: Int)

    /// Whether the score sums up probabilities from the likeliest label down.
    public var isCumulative: Bool { self != .leastAmbiguous }

    /// The scores of all labels of one item.
    ///
    /// - Parameters:
    ///   - probabilities: The model's probabilities of the labels.
    ///   - share: The uniform number u in [0, 1) of which a cumulative score takes away u · p of the label itself;
    ///     0 for the deterministic score.
    ///   - scores: Where they are written, a place for each label.
    func write(_ probabilities: some Collection<Double>, share: Double, to scores: inout [Double]) {
        let values = Array(probabilities)
        guard isCumulative else {
            for label in values.indices { scores[label] = 1 - values[label] }
            return
        }
        // Equal probabilities keep the order of the labels, so that nothing depends on a sort's whim.
        let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
        var sum = 0.0
        for (place, label) in order.enumerated() {
            sum += values[label]
            scores[label] = sum - share * values[label] + penalty(rank: place + 1)
        }
    }

    private func penalty(rank: Int) -> Double {
        guard case .regularized(let penalty, let free) = self else { return 0 }
        return penalty * Double(max(0, rank - free))
    }
}
