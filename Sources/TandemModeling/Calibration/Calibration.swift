import TandemNumerics
import TandemStatistics
import TandemTabular

/// How margins become probabilities that mean what they say.
public enum Calibration: Sendable, Hashable {
    /// The logistic function, or the softmax.
    case none
    /// Two classes: a rising curve over the uncalibrated probability of the second class, linear between knots.
    case isotonic(x: [Double], y: [Double])
    /// Two classes: 1 / (1 + exp(a · margin + b)).
    case platt(a: Double, b: Double)
    /// Softmax of the margins divided by this.
    case temperature(Double)

    /// A stable name.
    public var name: String {
        switch self {
        case .none: "none"
        case .isotonic: "isotonic"
        case .platt: "platt"
        case .temperature: "temperature"
        }
    }

    /// The probabilities of all classes for one row's margins.
    ///
    /// - Parameter margins: one number for two classes (the second's log-odds), else one a class.
    /// - Returns: one probability a class; they sum to 1.
    public func probabilities(_ margins: [Double]) -> [Double] { calibrator.probabilities(margins) }

    /// The probabilities of all rows.
    public func probabilities(_ margins: Matrix) -> Matrix { calibrator.probabilities(margins) }

    /// The map itself.
    public var calibrator: Calibrator {
        switch self {
        case .none: .identity
        case .isotonic(let x, let y): .binary(.isotonic(.init(x: x, y: y)))
        case .platt(let a, let b): .binary(.platt(a: a, b: b))
        case .temperature(let temperature): .temperature(temperature)
        }
    }

    /// A model's calibration from a map; nil for one that artifacts do not hold.
    init?(_ calibrator: Calibrator) {
        switch calibrator {
        case .identity, .binary(.identity): self = .none
        case .temperature(let temperature), .binary(.temperature(let temperature)): self = .temperature(temperature)
        case .binary(.platt(let a, let b)): self = .platt(a: a, b: b)
        case .binary(.isotonic(let curve)): self = .isotonic(x: curve.x, y: curve.y)
        case .binary(.beta), .oneVersusRest, .dirichlet: return nil
        }
    }

    /// The calibration as JSON, tagged by `kind`.
    public var json: JSONValue {
        switch self {
        case .none: ["kind": "none"]
        case .isotonic(let x, let y):
            ["kind": "isotonic", "x": .array(x.map(JSONValue.number)), "y": .array(y.map(JSONValue.number))]
        case .platt(let a, let b): ["kind": "platt", "a": .number(a), "b": .number(b)]
        case .temperature(let temperature): ["kind": "temperature", "temperature": .number(temperature)]
        }
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(ModelingError) {
        switch json["kind"]?.string {
        case "none": self = .none
        case "isotonic":
            guard let x = json["x"]?.array?.compactMap(\.number), let y = json["y"]?.array?.compactMap(\.number),
                !x.isEmpty, x.count == y.count, zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }),
                zip(y, y.dropFirst()).allSatisfy({ $0 <= $1 }), y.allSatisfy({ $0 >= 0 && $0 <= 1 })
            else { throw .unreadable("isotonic calibration") }
            self = .isotonic(x: x, y: y)
        case "platt":
            guard let a = json["a"]?.number, let b = json["b"]?.number else { throw .unreadable("Platt calibration") }
            self = .platt(a: a, b: b)
        case "temperature":
            guard let temperature = json["temperature"]?.number, temperature > 0 else {
                throw .unreadable("temperature calibration")
            }
            self = .temperature(temperature)
        default: throw .unreadable("unknown calibration")
        }
    }
}
