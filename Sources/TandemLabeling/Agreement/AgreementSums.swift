/// What one pass over cells of votes adds up: everything the coefficients need, for the whole and for each label.
struct AgreementSums {
    /// Tasks with votes, and tasks with at least two.
    private(set) var tasks = 0.0
    private(set) var paired = 0.0
    /// Σ over paired tasks of agreeing pairs ÷ pairs.
    private(set) var agreeing = 0.0
    /// Σ over paired tasks of Σ_c n_c (n − n_c) / (n − 1).
    private(set) var disagreement = 0.0
    /// By label: votes on paired tasks.
    private(set) var totals: [Double]
    /// By label: Σ over tasks of the label's share of votes.
    private(set) var shares: [Double]
    /// By label: Σ n_c (n − n_c) / (n − 1), and the same over n (n − 1).
    private(set) var apart: [Double]
    private(set) var apartShare: [Double]

    init(labelCount: Int) {
        totals = [Double](repeating: 0, count: labelCount)
        shares = totals
        apart = totals
        apartShare = totals
    }

    mutating func clear() {
        (tasks, paired, agreeing, disagreement) = (0, 0, 0, 0)
        for label in totals.indices {
            totals[label] = 0
            shares[label] = 0
            apart[label] = 0
            apartShare[label] = 0
        }
    }

    /// Adds all cells, cell c `times[c]` times.
    mutating func add(_ patterns: LabelPatterns, times: [Int]) {
        for cell in times.indices where times[cell] > 0 { add(patterns, cell: cell, times: Double(times[cell])) }
    }

    private mutating func add(_ patterns: LabelPatterns, cell: Int, times: Double) {
        let n = Double(patterns.sizes[cell])
        tasks += times
        let isPaired = n > 1
        var apartInCell = 0.0
        for entry in patterns.offsets[cell]..<patterns.offsets[cell + 1] {
            let label = Int(patterns.labels[entry])
            let count = Double(patterns.counts[entry])
            shares[label] += times * count / n
            guard isPaired else { continue }
            totals[label] += times * count
            let difference = count * (n - count) / (n - 1)
            apartInCell += difference
            apart[label] += times * difference
            apartShare[label] += times * difference / n
        }
        guard isPaired else { return }
        paired += times
        disagreement += times * apartInCell
        agreeing += times * (1 - apartInCell / n)
    }
}

extension AgreementSums {
    /// The mean over tasks of agreeing pairs ÷ pairs; NaN without a pair.
    var rawAgreement: Double { agreeing / paired }

    /// Fleiss' κ; NaN where undefined.
    var fleissKappa: Double {
        let chance = shares.reduce(0) { $0 + ($1 / tasks) * ($1 / tasks) }
        return Self.corrected(rawAgreement, chance: chance)
    }

    /// Gwet's AC1 over labels that were given at least once among `labels`; NaN where undefined.
    func gwetAC1(labels: Int) -> Double {
        guard labels > 1 else { return .nan }
        let chance = shares.reduce(0) { $0 + ($1 / tasks) * (1 - $1 / tasks) } / Double(labels - 1)
        return Self.corrected(rawAgreement, chance: chance)
    }

    /// Krippendorff's nominal α; NaN where undefined.
    var nominalAlpha: Double {
        let votes = totals.reduce(0, +)
        let expected = totals.reduce(0) { $0 + $1 * (votes - $1) }
        return expected > 0 ? 1 - (votes - 1) * disagreement / expected : .nan
    }

    /// The same coefficients for one label against all others.
    func binary(_ label: Int) -> LabelCoefficients {
        let votes = totals.reduce(0, +)
        let share = shares[label] / tasks
        let raw = 1 - 2 * apartShare[label] / paired
        let expected = totals[label] * (votes - totals[label])
        return LabelCoefficients(
            share: share, specific: 1 - apart[label] / totals[label], raw: raw,
            fleiss: Self.corrected(raw, chance: share * share + (1 - share) * (1 - share)),
            alpha: expected > 0 ? 1 - (votes - 1) * apart[label] / expected : .nan,
            gwet: Self.corrected(raw, chance: 2 * share * (1 - share)))
    }

    private static func corrected(_ agreement: Double, chance: Double) -> Double {
        chance < 1 ? (agreement - chance) / (1 - chance) : .nan
    }
}

/// The coefficients of one label against all others; NaN where undefined.
struct LabelCoefficients {
    let share: Double
    let specific: Double
    let raw: Double
    let fleiss: Double
    let alpha: Double
    let gwet: Double

    /// Number of coefficients.
    static let count = 6

    var values: [Double] { [share, specific, raw, fleiss, alpha, gwet] }
}
