import Foundation
import TandemNumerics
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
    public func probabilities(_ margins: [Double]) -> [Double] {
        guard margins.count == 1 else {
            if case .temperature(let temperature) = self { return Self.softmax(margins.map { $0 / temperature }) }
            return Self.softmax(margins)
        }
        let positive: Double
        switch self {
        case .none: positive = Self.logistic(margins[0])
        case .temperature(let temperature): positive = Self.logistic(margins[0] / temperature)
        case .platt(let a, let b): positive = Self.logistic(-(a * margins[0] + b))
        case .isotonic(let x, let y): positive = Self.interpolated(Self.logistic(margins[0]), x, y)
        }
        return [1 - positive, positive]
    }

    /// The probabilities of all rows.
    public func probabilities(_ margins: Matrix) -> Matrix {
        let classes = margins.columns == 1 ? 2 : margins.columns
        var values: [Double] = []
        values.reserveCapacity(margins.rows * classes)
        for row in 0..<margins.rows { values += probabilities(Array(margins.row(row))) }
        return Matrix(rows: margins.rows, columns: classes, values: values)
    }

    static func logistic(_ margin: Double) -> Double {
        let decay = exp(-abs(margin))
        return margin >= 0 ? 1 / (1 + decay) : decay / (1 + decay)
    }

    private static func softmax(_ margins: [Double]) -> [Double] {
        let top = margins.max() ?? 0
        let powers = margins.map { exp($0 - top) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    private static func interpolated(_ score: Double, _ x: [Double], _ y: [Double]) -> Double {
        guard let first = x.first, let last = x.last, let bottom = y.first, let top = y.last else { return score }
        if score <= first { return bottom }
        if score >= last { return top }
        var low = 0
        var high = x.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if x[middle] <= score { low = middle } else { high = middle }
        }
        return y[low] + (score - x[low]) / (x[high] - x[low]) * (y[high] - y[low])
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
