import TandemNumerics

@testable import TandemStatistics

/// What scripts/reference/metrics.py writes (scikit-learn 1.9.1, statsmodels 0.15.0, scipy, NumPy).
struct GoldenMetrics: Decodable {
    struct Binary: Decodable {
        let truth: [Int]
        let score: [Double]
        let margin: [Double]
        let weights: [Double]
        let plain: [String: Double]
        let weighted: [String: Double]
        let marginPlain: [String: Double]
        let roc: [[Double]]

        var positive: [Bool] { truth.map { $0 == 1 } }
    }

    struct Classes: Decodable {
        let truth: [Int32]
        let probabilities: [Double]
        let weights: [Double]
        let plain: [String: Double]
        let weighted: [String: Double]
    }

    struct Regression: Decodable {
        let truth: [Double]
        let predicted: [Double]
        let weights: [Double]
        let plain: [String: Double]
        let weighted: [String: Double]
        let even: [String: Double]
        let negative: Double
        let inverse: Double
    }

    struct Ranking: Decodable {
        let queries: [Int32]
        let relevance: [Double]
        let score: [Double]
        let dcg: Double
        let dcgAtK: Double
        let ndcg: Double
        let ndcgAtK: Double
    }

    struct Areas: Decodable {
        let second: [Double]
        let areas: [Double]
        let covariance: [Double]
        let z: Double
        let p: Double
    }

    struct Calibration: Decodable {
        let p: [Double]
        let seen: [Int]
        let late: [Int]
        let beta: [Double]
        let massTrue: [Double]
        let massStated: [Double]
        let massECE: Double
        let brier: [Double]
    }

    struct Dirichlet: Decodable {
        let logs: [Double]
        let loss: Double
        let probabilities: [Double]
    }

    struct Betting: Decodable {
        let values: [Double]
        let path: [[Double]]
        let logEvidence: Double?
    }

    let binary: Binary
    let classes: Classes
    let regression: Regression
    let ranking: Ranking
    let delong: Areas
    let mcnemarChi: [[Double]]
    let calibration: Calibration
    let dirichlet: Dirichlet
    let betting: Betting
    let bettingLong: Betting
}

/// The names of metrics that are absent, undefined or off by more than the tolerance.
func disagreements(_ scores: MetricScores, _ expected: [String: Double], to tolerance: Double = 1e-12) -> [String] {
    expected.keys.sorted().filter { name in
        guard let ours = scores[name], let theirs = expected[name] else { return true }
        return abs(ours - theirs) > tolerance * max(1, abs(theirs))
    }
}
