import TandemNumerics
import TandemStatistics
import TandemTabular

/// How far stated probabilities and what came true lie apart.
struct CalibrationQuality {
    let probabilities: Matrix
    let labels: [Int]
    let classes: [String]
    let binCount: Int
    let confidence: Double

    /// What was stated of the positive class, or of each row's most probable one, and whether it came true.
    private var stated: (values: [Double], hits: [Bool]) {
        if classes.count == 2 { return (probabilities.column(1), labels.map { $0 == 1 }) }
        let best = ClassEvaluation.mostProbable(probabilities)
        return (
            labels.indices.map { probabilities[$0, Int(best[$0])] }, labels.indices.map { Int(best[$0]) == labels[$0] }
        )
    }

    /// All figures.
    func json() throws -> JSONValue {
        let (values, hits) = stated
        func number(_ value: Double?) -> JSONValue { value.map { JSONValue(finiteOrNull: $0) } ?? .null }
        var members: [String: JSONValue] = [
            "log_loss": number(try ProbabilityScores.logLoss(probabilities, truth: labels)),
            "brier_score_loss": number(
                try ProbabilityScores.brier(probabilities, truth: labels).map { classes.count < 3 ? $0 / 2 : $0 }),
        ]
        for binning in Reliability.Binning.allCases {
            let bins = try Reliability(confidences: values, correct: hits, binCount: binCount, binning: binning)
            let suffix = binning == .equalWidth ? "equal_width" : "equal_mass"
            members["ece_\(suffix)"] = number(bins.expectedCalibrationError)
            members["mce_\(suffix)"] = number(bins.maximumCalibrationError)
            if binning == .equalMass, classes.count == 2 {
                members["brier_decomposition"] = decomposition(values, hits, bins.places)
            }
        }
        if classes.count > 2 {
            let parts = try classes.indices.map { label in
                try Reliability(
                    confidences: probabilities.column(label), correct: labels.map { $0 == label }, binCount: binCount
                ).expectedCalibrationError ?? .nan
            }
            members["ece_by_class"] = .object(
                Dictionary(
                    zip(classes, parts.map { JSONValue(finiteOrNull: $0) }), uniquingKeysWith: { first, _ in first }))
            members["ece_class_wise"] = JSONValue(finiteOrNull: parts.reduce(0, +) / Double(parts.count))
        }
        return .object(members)
    }

    private func decomposition(_ values: [Double], _ hits: [Bool], _ bins: [Int]) -> JSONValue {
        guard let parts = BrierDecomposition(probabilities: values, outcomes: hits, bins: bins) else { return .null }
        return [
            "reliability": .number(parts.reliability), "resolution": .number(parts.resolution),
            "uncertainty": .number(parts.uncertainty), "within_variance": .number(parts.withinVariance),
            "within_covariance": .number(parts.withinCovariance), "score": .number(parts.score),
            "identity": "score = reliability − resolution + uncertainty + within_variance − within_covariance",
        ]
    }

    /// The reliability diagram's bins, equal in mass.
    func bins() throws -> [Reliability.Bin] {
        let (values, hits) = stated
        return try Reliability(confidences: values, correct: hits, binCount: binCount, binning: .equalMass).bins
            .filter { $0.n > 0 }
    }

    /// A row for each bin, tagged.
    func diagram(_ name: String) throws -> [JSONValue] {
        try bins().map { bin in
            let estimate = bin.estimate(confidence: confidence)
            return [
                "probabilities": .string(name), "n": JSONValue(bin.n), "lower": .number(bin.lower),
                "upper": .number(bin.upper), "stated": JSONValue(finiteOrNull: bin.confidence ?? .nan),
                "seen": JSONValue(finiteOrNull: bin.accuracy ?? .nan),
                "seen_lower": JSONValue(finiteOrNull: estimate?.lower ?? .nan),
                "seen_upper": JSONValue(finiteOrNull: estimate?.upper ?? .nan),
            ]
        }
    }
}
