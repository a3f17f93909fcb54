import TandemNumerics
import TandemStatistics
import TandemTabular

extension BinaryCalibrator {
    /// The curve as JSON, tagged by `kind`, with its formula where it has one; m is the log-odds.
    var json: JSONValue {
        switch self {
        case .identity: ["kind": "none"]
        case .temperature(let temperature): ["kind": "temperature", "temperature": .number(temperature)]
        case .platt(let a, let b):
            ["kind": "platt", "a": .number(a), "b": .number(b), "formula": "1 / (1 + exp(a m + b))"]
        case .beta(let a, let b, let c):
            [
                "kind": "beta", "a": .number(a), "b": .number(b), "c": .number(c),
                "formula": "1 / (1 + exp(−(a ln p − b ln(1 − p) + c)))",
            ]
        case .isotonic(let curve):
            [
                "kind": "isotonic", "x": .array(curve.x.map(JSONValue.number)),
                "y": .array(curve.y.map(JSONValue.number)),
            ]
        }
    }
}

extension Calibrator {
    /// The map as JSON, tagged by `kind`.
    func json(classes: [String]) -> JSONValue {
        switch self {
        case .identity: ["kind": "none"]
        case .temperature(let temperature): ["kind": "temperature", "temperature": .number(temperature)]
        case .binary(let calibrator): calibrator.json
        case .oneVersusRest(let calibrators):
            [
                "kind": "one-versus-rest",
                "by_class": .object(
                    Dictionary(zip(classes, calibrators.map(\.json)), uniquingKeysWith: { first, _ in first })),
            ]
        case .dirichlet(let map):
            [
                "kind": "dirichlet", "formula": "softmax(weights · ln p + bias)",
                "classes": .array(classes.map(JSONValue.string)),
                "weights": .array(
                    (0..<map.weights.rows).map { .array(map.weights.row($0).map(JSONValue.number)) }),
                "bias": .array(map.bias.map(JSONValue.number)),
            ]
        }
    }
}
