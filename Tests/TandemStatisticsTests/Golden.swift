/// What scripts/reference/statistics.py writes (scikit-learn 1.9.1, scipy 1.17.1, statsmodels 0.15.0).
struct Golden: Decodable {
    struct Classes: Decodable {
        let truth: [Int]
        let predicted: [Int]
        let logits: [Double]
        let probabilities: [Double]
        let present: [Int]
        let accuracy: Double
        let precision: [Double]
        let recall: [Double]
        let f1: [Double]
        let macroF1: Double
        let confusion: [Int]
        let logLoss: Double
        let brier: Double
        let ece: Double
        let temperature: Double
    }

    struct Binary: Decodable {
        let scores: [Double]
        let positive: [Int]
        let weights: [Double]
        let probe: [Double]
        let rocAUC: Double
        let averagePrecision: Double
        let isotonic: [Double]
        let platt: [Double]
    }

    struct Line: Decodable {
        let x: [Double]
        let y: [Double]
        let slope: Double
        let intercept: Double
    }

    struct Trend: Decodable {
        let values: [Double]
        let p: Double
        let s: Int?
    }

    struct Resampled: Decodable {
        let sample: [Double]
        let bca: [Double]
        let percentile: [Double]
        let error: Double
    }

    let classes: Classes
    let binary: Binary
    let wilson: [[Double]]
    let clopperPearson: [[Double]]
    let theilSen: Line
    let kendallExact: [Trend]
    let kendallNormal: [Trend]
    let mcnemar: [[Double]]
    let quantile: [[Double]]
    let bootstrap: Resampled
}
