/// The best mixture of given choices under constraints: a small linear program, solved exactly by the simplex method.
///
/// Minimizes Σ costs[t] w[t] + penalty · z over mixtures w (non-negative, summing to 1) and z ≥ 0, subject to
/// Σ loads[j][t] w[t] ≤ limits[j] + z for every constraint j: what cannot be met is exceeded by as little as the penalty
/// makes worth while. Bland's rule, so that it ends; meant for hundreds of choices.
public enum MixtureProgram {
    /// The weights of the best mixture.
    ///
    /// - Parameters:
    ///   - costs: what each choice costs; at least one choice.
    ///   - loads: for each constraint, what each choice adds to it.
    ///   - limits: for each constraint, how much is allowed.
    ///   - penalty: the cost of exceeding the worst constraint by one, positive.
    /// - Returns: a weight for each choice, summing to 1.
    public static func weights(costs: [Double], loads: [[Double]], limits: [Double], penalty: Double) -> [Double] {
        precondition(!costs.isEmpty && loads.count == limits.count, "a mixture has choices, a constraint its limit")
        var tableau = Tableau(costs: costs, loads: loads, limits: limits, penalty: penalty)
        tableau.solve()
        let weights = tableau.values.prefix(costs.count).map { max(0, $0) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// Columns: the choices, z, a slack for each constraint, the right-hand side.
    private struct Tableau {
        private var rows: [[Double]]
        private var objective: [Double]
        private var basis: [Int]
        private let choices: Int

        init(costs: [Double], loads: [[Double]], limits: [Double], penalty: Double) {
            choices = costs.count
            let width = costs.count + 1 + loads.count
            rows = loads.indices.map { constraint in
                var row = loads[constraint] + [-1] + [Double](repeating: 0, count: loads.count) + [limits[constraint]]
                row[costs.count + 1 + constraint] = 1
                return row
            }
            var one = [Double](repeating: 0, count: width + 1)
            for choice in costs.indices { one[choice] = 1 }
            one[width] = 1
            rows.append(one)
            objective = costs + [penalty] + [Double](repeating: 0, count: loads.count + 1)
            basis = loads.indices.map { costs.count + 1 + $0 } + [0]
        }

        /// The value of each column.
        var values: [Double] {
            var values = [Double](repeating: 0, count: objective.count - 1)
            for (row, column) in basis.enumerated() { values[column] = rows[row][objective.count - 1] }
            return values
        }

        mutating func solve() {
            let right = objective.count - 1
            pivot(row: rows.count - 1, column: 0)  // start from the first choice alone
            // z is in every constraint: letting it in for the worst one makes all of them hold.
            if let worst = rows.indices.dropLast().min(by: { rows[$0][right] < rows[$1][right] }),
                rows[worst][right] < 0
            {
                pivot(row: worst, column: choices)
            }
            // A bound on the steps besides Bland's rule, for rounding may still make it cycle.
            for _ in 0..<(50 * (rows.count + right)) {
                guard let column = (0..<right).first(where: { objective[$0] < -1e-11 }) else { return }
                var best: (row: Int, ratio: Double)?
                for row in rows.indices where rows[row][column] > 1e-11 {
                    let ratio = rows[row][right] / rows[row][column]
                    let isBetter = best.map { ratio < $0.ratio || (ratio == $0.ratio && basis[row] < basis[$0.row]) }
                    if isBetter ?? true { best = (row, ratio) }
                }
                guard let best else { return }
                pivot(row: best.row, column: column)
            }
        }

        private mutating func pivot(row: Int, column: Int) {
            let factor = 1 / rows[row][column]
            rows[row] = rows[row].map { $0 * factor }
            for other in rows.indices where other != row && rows[other][column] != 0 {
                let amount = rows[other][column]
                for place in rows[other].indices { rows[other][place] -= amount * rows[row][place] }
            }
            let amount = objective[column]
            for place in objective.indices { objective[place] -= amount * rows[row][place] }
            basis[row] = column
        }
    }
}
