/// How the allowed failure probability of a model's certificates is spread over any number of attempts.
public enum AttemptBudget {
    /// The share of `total` that attempt `attempt` (1, 2, …) may spend: δ · 6 / (π² k²).
    ///
    /// Σ 1/k² = π²/6, so that all attempts together fail with probability at most δ however often one tries again on
    /// new data (a union bound). An attempt below 1 may spend nothing.
    public static func delta(attempt: Int, total: Double) -> Double {
        guard attempt >= 1 else { return 0 }
        let k = Double(attempt)
        return total * 6 / (Double.pi * Double.pi * k * k)
    }
}
