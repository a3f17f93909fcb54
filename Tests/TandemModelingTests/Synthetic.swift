import TandemModeling
import TandemNumerics
import TandemTabular

/// Rows with a planted rule, missing values and a category, made from a seed.
enum Synthetic {
    static func schema() throws -> Schema {
        try Schema([Column("a", .number), Column("b", .number), Column("c", .category), Column("noise", .number)])
    }

    /// Log-odds 2a − b + 1.5 for category x; a tenth of `b` is missing, which lowers the odds.
    static func rows(_ count: Int, seed: UInt64) -> (rows: [[String: JSONValue]], labels: [String]) {
        var random = SplitMix64(seed: seed)
        var rows: [[String: JSONValue]] = []
        var labels: [String] = []
        for _ in 0..<count {
            let a = random.normal()
            let b = random.normal()
            let category = ["x", "y", "z"][random.below(3)]
            let isMissing = random.uniform() < 0.1
            let margin = 2 * a - (isMissing ? 2 : b) + (category == "x" ? 1.5 : 0)
            var row: [String: JSONValue] = ["a": .number(a), "c": .string(category), "noise": .number(random.normal())]
            if !isMissing { row["b"] = .number(b) }
            rows.append(row)
            labels.append(random.uniform() < Calibrated.logistic(margin) ? "yes" : "no")
        }
        return (rows, labels)
    }

    static func set(_ count: Int, seed: UInt64) throws -> TrainingSet {
        let (rows, labels) = rows(count, seed: seed)
        return try TrainingSet(frame: Frame(schema: schema(), rows: rows), labels: labels)
    }
}

enum Calibrated {
    static func logistic(_ margin: Double) -> Double {
        Calibration.none.probabilities([margin])[1]
    }
}
